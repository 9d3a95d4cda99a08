import MARC

/// Reads traits out of coded fields.
extension RecordTraits {
    mutating func readPhysicalDescription(_ field: Field) {
        var bytes = field.controlBytes.makeIterator()
        let carrier: RecordTraits.Carrier
        switch (bytes.next() ?? 0, bytes.next() ?? 0) {
        case (UInt8(ascii: "c"), UInt8(ascii: "r")): carrier = .online
        case (UInt8(ascii: "c"), UInt8(ascii: "o")), (UInt8(ascii: "s"), _), (UInt8(ascii: "v"), _): carrier = .disc
        case (UInt8(ascii: "h"), _): carrier = .microform
        case (UInt8(ascii: "t"), _): carrier = .print
        default: return
        }
        self.carrier = carrier
    }

    mutating func readFixedField(_ field: Field) {
        let bytes = field.controlBytes
        guard bytes.count >= 38 else { return }
        let start = bytes.startIndex
        if let year = Self.year(bytes[(start + 7)..<(start + 11)]) {
            self.firstYear = year
            self.lastYear = year
        }
        self.setLanguage(bytes[(start + 35)..<(start + 38)])
        guard self.carrier == .unknown, self.content == .text else { return }
        switch bytes[start + 23] {
        case UInt8(ascii: "o"), UInt8(ascii: "s"): self.carrier = .online
        case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "c"): self.carrier = .microform
        case UInt8(ascii: "r"): self.carrier = .print
        default: break
        }
    }

    mutating func readLanguage(_ field: Field) {
        guard self.language == 0, let code = field.first(UInt8(ascii: "a")) else { return }
        self.setLanguage(code)
    }

    mutating func readCarrier(_ field: Field) {
        guard let code = field.first(UInt8(ascii: "b")) else { return }
        switch (code.first ?? 0, code.dropFirst().first ?? 0) {
        case (UInt8(ascii: "c"), UInt8(ascii: "r")): self.carrier = .online
        case (UInt8(ascii: "c"), UInt8(ascii: "d")), (UInt8(ascii: "s"), _), (UInt8(ascii: "v"), _):
            self.carrier = .disc
        case (UInt8(ascii: "h"), _): self.carrier = .microform
        case (UInt8(ascii: "n"), _):
            if self.carrier == .unknown { self.carrier = .print }
        default: break
        }
    }

    private mutating func setLanguage(_ code: ArraySlice<UInt8>) {
        guard code.count >= 3 else { return }
        let packed = code.prefix(3).reduce(UInt32(0)) { $0 << 8 | UInt32($1 | 0x20) }
        guard code.prefix(3).allSatisfy({ (0x61...0x7A).contains($0 | 0x20) && $0 >= 0x41 }) else { return }
        // Several languages, undetermined, no linguistic content.
        guard ![0x6D756C, 0x756E64, 0x7A7878].contains(packed) else { return }
        self.language = packed
    }

    /// Type of record and bibliographic level (leader/06 and 07).
    mutating func setKind(leader: Leader) {
        switch leader[6] {
        case UInt8(ascii: "a"), UInt8(ascii: "t"): self.content = .text
        case UInt8(ascii: "c"), UInt8(ascii: "d"): self.content = .music
        case UInt8(ascii: "e"), UInt8(ascii: "f"): self.content = .map
        case UInt8(ascii: "g"): self.content = .video
        case UInt8(ascii: "i"): self.content = .speech
        case UInt8(ascii: "j"): self.content = .musicSound
        case UInt8(ascii: "k"): self.content = .image
        case UInt8(ascii: "m"): self.content = .computer
        case UInt8(ascii: "o"), UInt8(ascii: "p"): self.content = .kit
        case UInt8(ascii: "r"): self.content = .object
        default: break
        }
        switch leader[7] {
        case UInt8(ascii: "m"), UInt8(ascii: "c"), UInt8(ascii: "d"): self.level = .monograph
        case UInt8(ascii: "s"), UInt8(ascii: "i"): self.level = .serial
        case UInt8(ascii: "a"), UInt8(ascii: "b"): self.level = .component
        default: break
        }
    }

    /// Four digits that can be a year.
    private static func year(_ bytes: ArraySlice<UInt8>) -> Int16? {
        guard bytes.count == 4, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let year = bytes.reduce(0) { $0 * 10 + Int16($1 - 0x30) }
        return (1_000...2_100).contains(year) ? year : nil
    }

    static func firstYear(in utf8: ArraySlice<UInt8>) -> Int16? {
        utf8.split(whereSeparator: { !(0x30...0x39).contains($0) }).lazy.compactMap { Self.year($0) }.first
    }
}
