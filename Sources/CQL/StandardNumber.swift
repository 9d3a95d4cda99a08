/// The forms in which ISBN, ISSN and LCCN are compared.
public enum StandardNumber {
    /// The forms of an ISBN without hyphens: as given first, then the other length if there is one.
    ///
    /// - Parameter text: An ISBN of 10 or 13 digits, with or without hyphens and blanks.
    /// - Returns: One or two forms; none when the text is no ISBN. Check digits are not verified, since catalogues hold
    ///   wrong ones too, but the other form is made only of an ISBN whose check digit is right.
    public static func isbnForms(_ text: String) -> [String] {
        guard let digits = Self.compact(text) else {
            return []
        }
        let given = String(decoding: digits.map(Self.character), as: UTF8.self)
        switch digits.count {
        case 10 where digits.dropLast().allSatisfy({ $0 < 10 }):
            guard Self.checkDigit10(digits[..<9]) == digits[9] else {
                return [given]
            }
            let body = [9, 7, 8] + digits[..<9]
            return [given, Self.text(body + [Self.checkDigit13(body)])]
        case 13 where digits.allSatisfy({ $0 < 10 }):
            guard digits.starts(with: [9, 7, 8]), Self.checkDigit13(digits[..<12]) == digits[12] else {
                return [given]
            }
            return [given, Self.text(digits[3..<12] + [Self.checkDigit10(digits[3..<12])])]
        default:
            return []
        }
    }

    /// An ISSN in its form `1234-567X`; `nil` when the text is none.
    public static func issn(_ text: String) -> String? {
        guard let digits = Self.compact(text), digits.count == 8, digits.dropLast().allSatisfy({ $0 < 10 }) else {
            return nil
        }
        return Self.text(digits[..<4]) + "-" + Self.text(digits[4...])
    }

    /// An LCCN in the normalised form of the Library of Congress: no blanks, and the serial number after the hyphen
    /// in six digits; what stands after a slash does not count.
    public static func lccn(_ text: String) -> String {
        let head = text.prefix { $0 != "/" }.filter { $0 != " " }
        guard let hyphen = head.firstIndex(of: "-") else {
            return String(head)
        }
        let serial = head[head.index(after: hyphen)...]
        return head[..<hyphen] + String(repeating: "0", count: max(0, 6 - serial.count)) + serial
    }

    /// The digits of a number, X being 10; `nil` when there is anything else but hyphens and blanks.
    private static func compact(_ text: String) -> [UInt8]? {
        var digits: [UInt8] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9":
                digits.append(UInt8(scalar.value - 48))
            case "X", "x":
                digits.append(10)
            case "-", " ", "\u{2010}"..."\u{2013}":
                continue
            default:
                return nil
            }
            if digits.count > 13 {
                return nil
            }
        }
        return digits
    }

    private static func character(_ digit: UInt8) -> UInt8 {
        digit == 10 ? UInt8(ascii: "X") : UInt8(ascii: "0") + digit
    }

    private static func text(_ digits: some Collection<UInt8>) -> String {
        String(decoding: digits.map(Self.character), as: UTF8.self)
    }

    private static func checkDigit10(_ body: ArraySlice<UInt8>) -> UInt8 {
        let sum = body.enumerated().reduce(0) { $0 + (10 - $1.offset) * Int($1.element) }
        return UInt8((11 - sum % 11) % 11)
    }

    private static func checkDigit13(_ body: some Collection<UInt8>) -> UInt8 {
        let sum = body.enumerated().reduce(0) { $0 + ($1.offset % 2 == 0 ? 1 : 3) * Int($1.element) }
        return UInt8((10 - sum % 10) % 10)
    }
}
