/// The years within which something was published, read with their uncertainty.
struct PublicationDates: Sendable, Hashable {
    /// From and to; equal for one year; 0 is unknown.
    var first: Int16 = 0
    var last: Int16 = 0
    /// Whether the two stand for one unknown year or a span (decades, several volumes, serials), not for one date.
    var isSpan = false
    /// Whether it came out over several years.
    var isRun = false
    /// A second year that the record gives for the same thing: copyright, or the imprint beside the coded year; 0 is none.
    var other: Int16 = 0

    var isKnown: Bool { self.first != 0 }

    /// Levels of agreement, from far apart to equal.
    enum Agreement: UInt8, Sendable { case unknown, far, apart, near, compatible, equal, swapped, within }

    /// Years that lie this far apart cannot be a slip or a delay.
    private static let far = 5

    func agreement(with dates: PublicationDates) -> Agreement {
        guard self.isKnown, dates.isKnown else { return .unknown }
        if self.isSpan || dates.isSpan {
            if self.first == dates.first, self.last == dates.last { return .equal }
            let gap = Int(max(self.first, dates.first)) - Int(min(self.last, dates.last))
            // A span and one year in it: perhaps a set and one of its parts.
            if gap <= 0 {
                return self.isSpan && dates.isSpan ? self.first == dates.first ? .compatible : .near : .within
            }
            return gap == 1 ? .near : gap > Self.far ? .far : .apart
        }
        let difference = abs(Int(self.first) - Int(dates.first))
        if difference == 0 { return .equal }
        if self.other != 0, self.other == dates.first || self.other == dates.other { return .compatible }
        if dates.other != 0, dates.other == self.first { return .compatible }
        if difference > 1, Self.areSwapped(self.first, dates.first) { return .swapped }
        return difference == 1 ? .near : difference > Self.far ? .far : .apart
    }

    /// Whether two years are the same but for two neighbouring digits that changed places (1974, 1947).
    static func areSwapped(_ left: Int16, _ right: Int16) -> Bool {
        // Two digits that change places change the number by a multiple of nine.
        guard (left - right) % 9 == 0 else { return false }
        func swapped(_ year: Int16, _ unit: Int16) -> Int16 {
            let (high, low) = (year / (unit * 10) % 10, year / unit % 10)
            return year + (low - high) * unit * 10 + (high - low) * unit
        }
        return swapped(left, 1) == right || swapped(left, 10) == right
    }

    /// Reads 008/06–14.
    ///
    /// - Parameter bytes: Type of date, date 1, date 2: nine bytes.
    mutating func read(fixed bytes: ArraySlice<UInt8>) {
        guard bytes.count == 9, let kind = bytes.first else { return }
        let start = bytes.startIndex
        guard let one = Self.span(bytes[(start + 1)..<(start + 5)]) else { return }
        let two = Self.span(bytes[(start + 5)..<(start + 9)])
        (self.first, self.last) = one
        self.isSpan = one.0 != one.1
        switch kind {
        case UInt8(ascii: "t"):
            if let two, two.0 == two.1 { self.other = two.0 }
        case UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "u"), UInt8(ascii: "i"), UInt8(ascii: "k"),
            UInt8(ascii: "m"), UInt8(ascii: "q"):
            self.last = two.map { max($0.1, one.1) } ?? (kind == UInt8(ascii: "q") ? one.1 : 9_999)
            self.isSpan = self.first != self.last
            self.isRun = self.isSpan && kind != UInt8(ascii: "q")
        default: break
        }
    }

    /// Takes a year of the imprint: the date if none is coded, else a second one.
    mutating func add(imprint year: Int16) {
        if !self.isKnown {
            (self.first, self.last) = (year, year)
        } else if !self.isSpan, self.other == 0, year != self.first, abs(year - self.first) <= 2 {
            self.other = year
        }
    }

    /// Four bytes of digits, the last of them perhaps `u` (1998, 199u, 19uu).
    private static func span(_ bytes: ArraySlice<UInt8>) -> (Int16, Int16)? {
        var first: Int16 = 0
        var last: Int16 = 0
        var isOpen = false
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case 0x30...0x39 where !isOpen:
                first = first * 10 + Int16(byte - 0x30)
                last = last * 10 + Int16(byte - 0x30)
            case UInt8(ascii: "u"), UInt8(ascii: "-"), UInt8(ascii: "?"):
                guard place >= 2 else { return nil }
                isOpen = true
                first *= 10
                last = last * 10 + 9
            default: return nil
            }
        }
        if first == 9_999 { return (9_999, 9_999) }
        return first >= 1_000 && first <= 2_100 ? (first, last) : nil
    }

    /// The first four digits in a text that can be a year.
    static func year(in utf8: ArraySlice<UInt8>) -> Int16? {
        for run in utf8.split(whereSeparator: { !(0x30...0x39).contains($0) }) where run.count == 4 {
            let year = run.reduce(0) { $0 * 10 + Int16($1 - 0x30) }
            if (1_000...2_100).contains(year) { return year }
        }
        return nil
    }
}
