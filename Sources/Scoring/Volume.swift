/// Which part of a multi-part work a record describes.
public struct Volume: Sendable, Hashable, CustomStringConvertible {
    /// 0 unknown; above 0 the number of the volume (numbers of several levels are put together); below 0 a whole set.
    var code: Int32

    /// Nothing is said about a volume.
    public static let unknown = Volume(code: 0)

    /// A single volume, from 1.
    public static func number(_ number: Int) -> Volume { Volume(code: Int32(clamping: max(number, 1))) }

    /// All volumes in one record.
    public static func set(of count: Int) -> Volume { Volume(code: Int32(clamping: -max(count, 1))) }

    /// Whether anything is known.
    public var isKnown: Bool { self.code != 0 }

    /// "volume 2", "set of 3", or "–".
    public var description: String {
        self.code > 0 ? "volume \(self.code)" : self.code < 0 ? "set of \(-self.code)" : "–"
    }
}

extension Volume {
    /// The volume in a number field such as 245 $n.
    ///
    /// Understands "Tập 1", "T.1", "Quyển II", "vol. 3", "Bd. 4", "Tập hai", "2".
    ///
    /// - Parameter words: The folded words. Numbers of two levels ("Tập 2, Quyển 1") make one volume number.
    init(numberWords words: [ArraySlice<UInt8>]) {
        var code: Int64 = 0
        var count = 0
        for (index, word) in words.enumerated() {
            // "V. 2": a caption that could be read as a Roman numeral.
            if index < words.count - 1, Self.captions.contains(Array(word)) { continue }
            guard let number = Self.number(word, spelled: true), !(1_000...2_100).contains(number) else { continue }
            code = code * 1_000 + Int64(number)
            count += 1
            if count == 3 { break }
        }
        self.init(code: Int32(truncatingIfNeeded: code % 2_000_000_000))
    }

    /// The volume at the end of a title, and how many words say it (0 for none).
    ///
    /// Understands "Lịch sử Việt Nam. Tập 1", "… T.1", "… T1".
    static func atEnd(ofTitle words: [ArraySlice<UInt8>]) -> (volume: Volume, words: Int) {
        guard words.count >= 3 else { return (.unknown, 0) }
        let last = words[words.count - 1]
        let caption = words[words.count - 2]
        if let number = Self.number(last, spelled: false), Self.captions.contains(Array(caption)) {
            let before = words[words.count - 3]
            if Self.otherUses.contains(Array(before)) { return (.unknown, 0) }
            return (.number(number), 2)
        }
        if let digits = last.firstIndex(where: { (0x30...0x39).contains($0) }), digits > last.startIndex,
            Self.captions.contains(Array(last[..<digits])), let number = Self.number(last[digits...], spelled: false)
        {
            return (.number(number), 1)
        }
        return (.unknown, 0)
    }

    /// A set, from an extent such as "3 tập" or "2 vols."; unknown when the extent does not say so.
    init(extentWords words: [ArraySlice<UInt8>]) {
        self = .unknown
        guard words.count >= 2, let count = Self.number(words[0], spelled: false), (2..<1_000).contains(count) else {
            return
        }
        if Self.extentUnits.contains(Array(words[1])) { self = .set(of: count) }
    }

    private static func keys(_ words: String) -> Set<[UInt8]> {
        Set(words.split(separator: " ").map { Array($0.utf8) })
    }

    private static let captions = keys(
        "tap t quyen q phan so ki vol vols volume v bd band teil tome tom tomo part pt no nr book buch deel bind del osa"
    )
    /// Words before *tập* that make another word of it: *bài tập 3*, *tuyển tập 10 truyện*.
    private static let otherUses = keys("bai tuyen hoc thuc luyen toan")
    private static let extentUnits = keys("tap t quyen q v vol vols volume volumes bd bde bande tome tomes tomos")
    private static let spelledNumbers: [[UInt8]: Int] = {
        let words = [
            "mot nhat one first", "hai nhi two second", "ba three third", "bon tu four", "nam five", "sau six",
            "bay seven", "tam eight", "chin nine", "muoi ten",
        ]
        var numbers: [[UInt8]: Int] = [:]
        for (number, row) in zip(1..., words) {
            for word in row.split(separator: " ") { numbers[Array(word.utf8)] = number }
        }
        // Upper, middle and lower volume, named and not numbered.
        for (number, word) in zip(901..., ["thuong", "trung", "ha"]) { numbers[Array(word.utf8)] = number }
        return numbers
    }()

    /// The number that a word is: Arabic, Roman, or (if allowed) spelled out.
    static func number(_ word: ArraySlice<UInt8>, spelled: Bool) -> Int? {
        guard let first = word.first else { return nil }
        if (0x30...0x39).contains(first) {
            guard word.count <= 6, word.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return word.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        if let roman = Self.roman(word) { return roman }
        if spelled {
            if let number = Self.spelledNumbers[Array(word)] { return number }
            // "T1" without a blank or full stop.
            if let digits = word.firstIndex(where: { (0x30...0x39).contains($0) }),
                Self.captions.contains(Array(word[..<digits]))
            {
                return Self.number(word[digits...], spelled: false)
            }
        }
        return nil
    }

    /// A Roman numeral below 400 in small letters, well formed.
    static func roman(_ word: ArraySlice<UInt8>) -> Int? {
        guard (1...9).contains(word.count) else { return nil }
        var total = 0
        var previous = 0
        for byte in word.reversed() {
            let value: Int
            switch byte {
            case UInt8(ascii: "i"): value = 1
            case UInt8(ascii: "v"): value = 5
            case UInt8(ascii: "x"): value = 10
            case UInt8(ascii: "l"): value = 50
            case UInt8(ascii: "c"): value = 100
            default: return nil
            }
            total += value < previous ? -value : value
            previous = max(previous, value)
        }
        guard (1..<400).contains(total), Array(word) == Self.romanNumeral(total) else { return nil }
        return total
    }

    private static func romanNumeral(_ number: Int) -> [UInt8] {
        var rest = number
        var text = ""
        for (value, numeral) in [
            (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ] {
            while rest >= value {
                text += numeral
                rest -= value
            }
        }
        return Array(text.utf8)
    }
}
