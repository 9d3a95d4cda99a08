extension Normalization {
    /// The ISBN in a text as 13 digits; `nil` when there is none with a right check digit.
    ///
    /// Takes ISBN-10 (ISO 2108:1992, turned into 978…) and ISBN-13 (ISO 2108:2017), with hyphens or blanks, behind a label or
    /// before a qualifier such as "(pbk.)".
    public static func isbn(_ text: String) -> String? {
        isbn(utf8: text.utf8).map { number in
            String(number)
        }
    }

    /// The ISSN in a text as `NNNN-NNNC`; `nil` when there is none with a right check character (ISO 3297).
    public static func issn(_ text: String) -> String? {
        guard let digits = issn(utf8: text.utf8) else { return nil }
        let characters = digits.map { $0 == 10 ? Character("X") : Character(String($0)) }
        return String(characters[..<4]) + "-" + String(characters[4...])
    }

    /// The ISBN-13 as a number.
    static func isbn(utf8: some Sequence<UInt8>) -> UInt64? {
        standardNumber(utf8) { digits in
            switch digits.count {
            case 13: isbn13(digits)
            case 10: isbn10(digits)
            default: nil
            }
        }
    }

    static func issn(utf8: some Sequence<UInt8>) -> [UInt8]? {
        standardNumber(utf8) { digits in
            guard digits.count == 8 else { return nil }
            let sum = zip(digits, stride(from: 8, to: 0, by: -1)).reduce(0) { $0 + Int($1.0) * $1.1 }
            return sum % 11 == 0 ? Array(digits) : nil
        }
    }

    /// Finds the first run of digits, X, hyphens and blanks that is a number by `parse`; digits arrive as values, X as 10.
    private static func standardNumber<Number>(
        _ utf8: some Sequence<UInt8>,
        parse: (ArraySlice<UInt8>) -> Number?
    ) -> Number? {
        var digits: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case 0x30...0x39:
                digits.append(byte - 0x30)
            case UInt8(ascii: "X"), UInt8(ascii: "x"):
                digits.append(10)
            case UInt8(ascii: "-"):
                continue
            case 0x20:
                if let number = parse(digits[...]) { return number }
            case 0xE2, 0x80...0x95:
                continue  // the hyphens and dashes U+2010…U+2015
            default:
                if let number = parse(digits[...]) { return number }
                digits.removeAll(keepingCapacity: true)
            }
            if digits.count > 32 { return nil }
        }
        return parse(digits[...])
    }

    private static func isbn13(_ digits: ArraySlice<UInt8>) -> UInt64? {
        guard digits.allSatisfy({ $0 < 10 }) else { return nil }
        var sum = 0
        var number: UInt64 = 0
        for (index, digit) in digits.enumerated() {
            sum += Int(digit) * (index % 2 == 0 ? 1 : 3)
            number = number * 10 + UInt64(digit)
        }
        let prefix = number / 10_000_000_000
        return sum % 10 == 0 && (prefix == 978 || prefix == 979) ? number : nil
    }

    private static func isbn10(_ digits: ArraySlice<UInt8>) -> UInt64? {
        guard digits.dropLast().allSatisfy({ $0 < 10 }) else { return nil }
        let sum = zip(digits, stride(from: 10, to: 0, by: -1)).reduce(0) { $0 + Int($1.0) * $1.1 }
        guard sum % 11 == 0 else { return nil }
        var number: UInt64 = 978
        for digit in digits.dropLast() { number = number * 10 + UInt64(digit) }
        var check: UInt64 = 0
        var rest = number
        for position in 0..<12 {
            check += rest % 10 * (position % 2 == 0 ? 3 : 1)
            rest /= 10
        }
        return number * 10 + (10 - check % 10) % 10
    }
}
