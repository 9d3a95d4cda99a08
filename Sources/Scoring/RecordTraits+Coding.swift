import MARC

/// Reads traits out of coded fields.
extension RecordTraits {
    mutating func readPhysicalDescription(_ field: Field) {
        let codes = Self.codes(field.controlBytes)
        var bytes = codes.makeIterator()
        let carrier: RecordTraits.Carrier
        switch (bytes.next() ?? 0, bytes.next() ?? 0) {
        case (UInt8(ascii: "c"), UInt8(ascii: "r")): carrier = .online
        case (UInt8(ascii: "s"), UInt8(ascii: "s")), (UInt8(ascii: "s"), UInt8(ascii: "t")): carrier = .tape
        case (UInt8(ascii: "v"), UInt8(ascii: "f")), (UInt8(ascii: "v"), UInt8(ascii: "r")): carrier = .tape
        case (UInt8(ascii: "c"), UInt8(ascii: "o")), (UInt8(ascii: "s"), _), (UInt8(ascii: "v"), _): carrier = .disc
        case (UInt8(ascii: "h"), _): carrier = .microform
        case (UInt8(ascii: "t"), _): carrier = .print
        default: return
        }
        // Of several physical descriptions the online one decides.
        if self.carrier != .online { self.carrier = carrier }
        self.readMedium(codes)
    }

    /// The codes of a fixed field, where no-break spaces may stand for blanks.
    private static func codes(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard bytes.contains(0xC2) else { return bytes }
        var codes: [UInt8] = []
        for byte in bytes {
            if byte == 0xA0, codes.last == 0xC2 { codes[codes.count - 1] = 0x20 } else { codes.append(byte) }
        }
        return codes[...]
    }

    /// 007: the kind of disc or tape of a sound recording (by its speed) or a video (by its format).
    private mutating func readMedium(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count > 4, self.medium == .unknown else { return }
        let start = bytes.startIndex
        switch (bytes[start], bytes[start + 1], bytes[start + 3], bytes[start + 4]) {
        case (UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "f"), _): self.medium = .cd
        case (UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "a")...UInt8(ascii: "e"), _): self.medium = .vinyl
        case (UInt8(ascii: "s"), UInt8(ascii: "s"), _, _): self.medium = .cassette
        case (UInt8(ascii: "v"), _, _, UInt8(ascii: "v")): self.medium = .dvd
        case (UInt8(ascii: "v"), _, _, UInt8(ascii: "s")): self.medium = .bluRay
        case (UInt8(ascii: "v"), UInt8(ascii: "f"), _, _): self.medium = .videocassette
        default: return
        }
    }

    /// The kind of disc or tape in the words of an extent, where that is what is described; files in a qualifier.
    mutating func readMedium(_ words: [KeyWord]) {
        for word in words.prefix(12) {
            guard let medium = Self.media[word.code] else { continue }
            if self.medium == .unknown {
                self.medium = medium == .cassette && self.content == .video ? .videocassette : medium
            }
            if self.carrier == .unknown {
                self.carrier = medium == .cassette || medium == .videocassette ? .tape : .disc
            }
            return
        }
    }

    /// 336: the kind of content, which the leader says less exactly.
    mutating func readContent(_ field: Field) {
        guard let code = field.first(UInt8(ascii: "b")), let content = Self.contents[PackedWord.code(code)] else {
            return
        }
        if !self.hasContentTerm { self.content = content }
        self.hasContentTerm = true
    }

    private static let contents = WordTable<Content>([
        .text: "txt", .music: "ntm ntv", .map: "cri", .video: "tdi", .speech: "spw", .musicSound: "prm", .image: "sti",
        .object: "tdf",
    ])

    private static let media = WordTable<Medium>([
        .cd: "cd cds compact", .dvd: "dvd dvds", .bluRay: "blu bluray",
        .vinyl: "lp lps vinyl schallplatte schallplatten aanilevy aanilevya ljudskiva ljudskivor 33t",
        .cassette:
            "cassette cassettes kassette kassetten audiocassetta audiocassette audiokassette tonkassette kasetti "
            + "c-kasetti aanikasetti musicassetta",
        .videocassette: "videocassette videocassetta videokassette videokassetten videokasetti vhs",
        .pdf: "pdf", .epub: "epub",
    ])

    /// Language and form of item.
    mutating func readFixedField(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= 38 else { return }
        let start = bytes.startIndex
        self.setLanguage(bytes[(start + 35)..<(start + 38)])
        let form = self.content == .map || self.content == .video || self.content == .image ? 29 : 23
        guard self.carrier == .unknown else { return }
        switch bytes[start + form] {
        case UInt8(ascii: "o"), UInt8(ascii: "s"): self.carrier = .online
        case UInt8(ascii: "q"): self.carrier = .disc
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
        case (UInt8(ascii: "s"), UInt8(ascii: "s")), (UInt8(ascii: "s"), UInt8(ascii: "t")): self.carrier = .tape
        case (UInt8(ascii: "v"), UInt8(ascii: "f")), (UInt8(ascii: "v"), UInt8(ascii: "r")): self.carrier = .tape
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

    /// Type of record, bibliographic level and level of encoding (leader/06, 07 and 17).
    mutating func setKind(leader: Leader) {
        switch leader[6] {
        case UInt8(ascii: "a"), UInt8(ascii: "t"): self.content = .text
        case UInt8(ascii: "c"), UInt8(ascii: "d"): self.content = .music
        case UInt8(ascii: "e"), UInt8(ascii: "f"): self.content = .map
        case UInt8(ascii: "g"): self.content = .video
        case UInt8(ascii: "i"): self.content = .speech
        case UInt8(ascii: "j"): self.content = .musicSound
        case UInt8(ascii: "k"): self.content = .image
        case UInt8(ascii: "r"): self.content = .object
        default: break
        }
        self.isAnnounced = leader[17] == UInt8(ascii: "8")
        switch leader[7] {
        case UInt8(ascii: "m"), UInt8(ascii: "c"), UInt8(ascii: "d"): self.level = .monograph
        case UInt8(ascii: "s"), UInt8(ascii: "i"): self.level = .serial
        case UInt8(ascii: "a"), UInt8(ascii: "b"): self.level = .component
        default: break
        }
    }

    /// The kind of material that the traits say.
    var material: MaterialClass {
        switch (self.level, self.content) {
        case (.component, .text), (.component, .unknown): .article
        case (.serial, _): .serial
        case (_, .music): .score
        case (_, .musicSound), (_, .speech): .sound
        case (_, .video): .video
        case (_, .map): .map
        default: self.carrier == .online ? .electronicBook : .book
        }
    }
}
