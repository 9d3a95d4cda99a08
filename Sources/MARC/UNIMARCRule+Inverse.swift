extension UNIMARCRule {
    /// Whether the indicators of a MARC 21 field are those that this row writes; 0 when not, more the better.
    func fit(_ field: Field) -> Int {
        func fits(_ rule: UInt8, _ value: UInt8) -> Int {
            switch rule {
            case 0x3D, 0x64: 1
            case 0x23: value == 0x20 ? 2 : 1
            default: value == rule ? 2 : 0
            }
        }
        let (first, second) = (fits(self.indicators.0, field.indicator1), fits(self.indicators.1, field.indicator2))
        return first * 2 + second * 3
    }

    /// The field in UNIMARC of a field in MARC 21; `nil` when nothing of it is in the row.
    func inverse(_ field: Field) -> Field? {
        var subfields: [(UInt8, String)] = []
        var before = ""
        let isPunctuated = self.parts.contains { $0.before != nil }
        for subfield in field.subfields {
            let parts = self.parts.filter { $0.target == subfield.code }
            let value = subfield.value.trimmed
            guard let first = self.choice(parts, after: before, isFirst: subfields.isEmpty), !value.isEmpty else {
                continue
            }
            before = value
            if let joiner = first.joiner {
                for piece in split(value, at: [joiner]) { subfields.append((first.source, piece.text)) }
                continue
            }
            guard isPunctuated else {
                subfields.append((first.source, value))
                continue
            }
            // Commas and full stops stand in text too often to divide it.
            let separators = parts.compactMap(\.before).filter { $0.hasPrefix(" ") }.map { $0 + " " }
            var clean = ISBDPunctuation.removed(from: value)
            // A plus is no separator of ISBD elsewhere.
            if clean.hasSuffix(" +") { clean = clean.dropLast(2).trimmed }
            for piece in split(clean, at: separators) where !piece.text.isEmpty {
                let part = piece.separator.flatMap { separator in parts.first { ($0.before ?? "") + " " == separator } }
                subfields.append(((part ?? first).source, piece.text))
            }
        }
        guard !subfields.isEmpty else { return nil }
        let indicators = Self.sourceIndicators[self.source] ?? (0x20, 0x20)
        var (first, second) = indicators
        if self.indicators.0 == 0x3D { first = field.indicator1 }
        if self.indicators.1 == 0x3D { second = field.indicator2 }
        if self.indicators.1 == 0x64 { second = self.inverseFunction(field.indicator2) }
        return Field(self.source, first, second, subfields)
    }

    /// Which part a subfield comes from: that whose punctuation the subfield before ends in, or that without any.
    private func choice(_ parts: [Part], after before: String, isFirst: Bool) -> Part? {
        if !isFirst, let last = before.utf8.last {
            if let part = parts.first(where: { $0.before?.utf8.last == last }) { return part }
        }
        return parts.first { $0.before == nil } ?? parts.first
    }

    /// The function of 264 as the second indicator of 214.
    private func inverseFunction(_ indicator: UInt8) -> UInt8 {
        switch indicator {
        case 0x31: 0x30
        case 0x30: 0x31
        default: indicator
        }
    }

    /// Indicators of UNIMARC that are not blank, where MARC 21 does not tell them.
    private static let sourceIndicators: [Tag: (UInt8, UInt8)] = [
        "225": (0x30, 0x20), "327": (0x31, 0x20), "500": (0x31, 0x30), "510": (0x31, 0x20), "512": (0x31, 0x20),
        "513": (0x31, 0x20), "514": (0x31, 0x20), "515": (0x31, 0x20), "516": (0x31, 0x20), "517": (0x31, 0x20),
        "520": (0x31, 0x20), "610": (0x30, 0x20),
    ]
}

/// Divides text at any of some separators.
func split(_ text: String, at separators: [String]) -> [(separator: String?, text: String)] {
    let bytes = Array(text.utf8)
    let marks = separators.map { ($0, Array($0.utf8)) }
    var pieces: [(separator: String?, text: String)] = []
    var start = 0
    var index = 0
    var separator: String?
    while index < bytes.count {
        if let (name, mark) = marks.first(where: { bytes[index...].starts(with: $0.1) }), !mark.isEmpty {
            pieces.append((separator, String(decoding: bytes[start..<index], as: UTF8.self).trimmed))
            separator = name
            index += mark.count
            start = index
        } else {
            index += 1
        }
    }
    pieces.append((separator, String(decoding: bytes[start...], as: UTF8.self).trimmed))
    return pieces
}
