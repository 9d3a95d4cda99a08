/// Finds out the encoding of a target's records from many of them.
///
/// One string proves nothing: every reading of a few bytes makes some word in some language. The detector collects
/// evidence, gives no verdict on fewer than ``minimumRecords`` records with characters above ASCII, and takes one of the
/// encodings of Vietnam only when nearly all words read so are syllables of Vietnamese; German or French text never is.
public struct EncodingDetector: Sendable {
    /// The records with evidence that a verdict needs at least.
    public static let minimumRecords = 50

    /// A record of so many octets, larger than ISO 2709 allows, is no evidence worth the time that trying every encoding on
    /// it would take.
    public static let maximumOctets = 100_000

    /// What was found, and on what it rests.
    public struct Verdict: Sendable, Hashable {
        /// The encoding of the records.
        public let encoding: CharacterEncoding
        /// The records that gave evidence.
        public let records: Int
        /// The share of the evidence that agrees, from 0 to 1.
        public let agreement: Double
    }

    /// The evidence for one reading.
    private struct Evidence: Sendable {
        /// Words with letters above ASCII, and those of them that are syllables of Vietnamese.
        var words = 0
        var syllables = 0
        /// Records whose bytes fit the encoding throughout.
        var records = 0

        var share: Double { self.words == 0 ? 0 : Double(self.syllables) / Double(self.words) }
    }

    private let format: MARCFormat
    private var utf8Records = 0
    private var legacyRecords = 0
    private var asciiRecords = 0
    private var evidence: [CharacterEncoding: Evidence] = [:]

    private static let vietnamese: [CharacterEncoding] = [.tcvn3, .vni, .viscii, .windows1258]
    private static let mistaken: [CharacterEncoding] = [.utf8Twice, .tcvn3AsUTF8, .vniAsUTF8]

    /// Starts without evidence.
    ///
    /// - Parameter format: The customary legacy set is MARC-8 in MARC 21 and ISO 5426 in UNIMARC.
    public init(format: MARCFormat = .marc21) {
        self.format = format
    }

    /// Takes in one record as it came: ISO 2709, or any text.
    ///
    /// One of ``maximumOctets`` and more is passed over.
    public mutating func add(_ record: ArraySlice<UInt8>) {
        guard record.count < Self.maximumOctets else { return }
        // Separators and subfield codes are no letters.
        var text = Array(record)
        for index in text.indices where text[index] &- 0x1D < 3 {
            if text[index] == 0x1F, index + 1 < text.count { text[index + 1] = 0x20 }
            text[index] = 0x20
        }
        let scan = UTF8Scan(text.span)
        if scan.isASCII {
            self.asciiRecords += 1
            self.note(.viqr, text)
        } else if scan.isValid || scan.multibyte > scan.illFormed * 2 {
            self.utf8Records += 1
            self.note(.utf8, text)
            for encoding in EncodingDetector.mistaken { self.note(encoding, text) }
            if EncodingDetector.isMistakenUTF8(text) { self.evidence[.utf8Twice, default: Evidence()].records += 1 }
        } else {
            self.legacyRecords += 1
            for encoding in EncodingDetector.vietnamese { self.note(encoding, text) }
            let customary: CharacterEncoding = self.format == .marc21 ? .marc8 : .iso5426
            if MarksFirst.isPlausible(text.span, customary) {
                self.evidence[customary, default: Evidence()].records += 1
            }
            if EncodingDetector.isPlausibleWestern(text) {
                self.evidence[.windows1252, default: Evidence()].records += 1
            }
        }
    }

    /// What the records so far say; `nil` when they are too few or do not agree.
    public var verdict: Verdict? {
        let records = self.utf8Records + self.legacyRecords
        guard records >= EncodingDetector.minimumRecords else { return self.viqrVerdict }
        if self.utf8Records * 10 >= records * 9 { return self.unicodeVerdict }
        guard self.legacyRecords * 10 >= records * 6, self.legacyRecords >= EncodingDetector.minimumRecords else {
            return nil
        }
        let ranked = EncodingDetector.vietnamese.map { ($0, self.evidence[$0] ?? Evidence()) }
            .sorted { ($0.1.share, $1.0.rawValue) > ($1.1.share, $0.0.rawValue) }
        if ranked[0].1.words >= 100, ranked[0].1.share >= 0.9, ranked[0].1.share >= ranked[1].1.share + 0.2 {
            return Verdict(encoding: ranked[0].0, records: self.legacyRecords, agreement: ranked[0].1.share)
        }
        for encoding: CharacterEncoding in [.marc8, .iso5426, .windows1252] {
            let share = Double(self.evidence[encoding]?.records ?? 0) / Double(self.legacyRecords)
            if share >= 0.9 { return Verdict(encoding: encoding, records: self.legacyRecords, agreement: share) }
        }
        return nil
    }

    /// UTF-8, unless the characters are those of another encoding misread.
    private var unicodeVerdict: Verdict {
        let asIs = self.evidence[.utf8] ?? Evidence()
        let twice = Double(self.evidence[.utf8Twice]?.records ?? 0) / Double(max(1, self.utf8Records))
        if twice >= 0.9 { return Verdict(encoding: .utf8Twice, records: self.utf8Records, agreement: twice) }
        for encoding: CharacterEncoding in [.tcvn3AsUTF8, .vniAsUTF8] {
            let found = self.evidence[encoding] ?? Evidence()
            if found.words >= 100, found.share >= 0.9, found.share >= asIs.share + 0.5 {
                return Verdict(encoding: encoding, records: self.utf8Records, agreement: found.share)
            }
        }
        let share = Double(self.utf8Records) / Double(self.utf8Records + self.legacyRecords)
        return Verdict(encoding: .utf8, records: self.utf8Records, agreement: share)
    }

    /// VIQR is ASCII; only marks in most records, on syllables, show it.
    private var viqrVerdict: Verdict? {
        guard self.asciiRecords >= EncodingDetector.minimumRecords, let found = self.evidence[.viqr] else { return nil }
        guard found.records * 10 >= self.asciiRecords * 9, found.words >= 100, found.share >= 0.9 else { return nil }
        return Verdict(encoding: .viqr, records: self.asciiRecords, agreement: found.share)
    }

    /// Reads the text in an encoding and counts words and syllables.
    private mutating func note(_ encoding: CharacterEncoding, _ text: [UInt8]) {
        var found = self.evidence[encoding] ?? Evidence()
        let before = found.words
        for word in encoding.decode(text[...]).text.split(whereSeparator: { !$0.isLetter && $0 != "\u{FFFD}" })
        where word.utf8.contains(where: { $0 >= 0x80 }) {
            found.words += 1
            if VietnameseSyllable.isValid(word) { found.syllables += 1 }
        }
        if encoding == .viqr, found.words > before { found.records += 1 }
        self.evidence[encoding] = found
    }

    /// Whether all characters of Western Europe in UTF-8 text make UTF-8 themselves when taken back.
    private static func isMistakenUTF8(_ text: [UInt8]) -> Bool {
        var bytes: [UInt8] = []
        var index = 0
        while index < text.count {
            let (scalar, length) = decodeScalar(text.span, index)
            index += length
            guard scalar != UTF8Scan.illFormedScalar else { return false }
            let byte = SingleByteSets.mistakenByte(scalar)
            guard byte != 0 || scalar == 0 else { return false }
            bytes.append(byte)
        }
        let scan = UTF8Scan(bytes.span)
        return scan.isValid && scan.multibyte > 0
    }

    /// Whether each letter above ASCII stands beside a letter of ASCII, and there are few other characters.
    private static func isPlausibleWestern(_ text: [UInt8]) -> Bool {
        for index in text.indices where text[index] >= 0x80 {
            let byte = text[index]
            guard byte >= 0xC0, byte != 0xD7, byte != 0xF7 else {
                if [0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xA0, 0xA7, 0xA9, 0xAB, 0xBB, 0xB0, 0xB7, 0xBF].contains(byte) {
                    continue
                }
                return false
            }
            let before = index > 0 ? text[index - 1] : 0x20
            let after = index + 1 < text.count ? text[index + 1] : 0x20
            guard self.isLetter(before) || self.isLetter(after) || byte == 0xE0 || byte == 0xC0 else { return false }
        }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
