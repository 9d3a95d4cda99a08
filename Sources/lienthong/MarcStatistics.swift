import MARC

/// Counts over the records of a file.
struct MarcStatistics {
    private struct FieldCount {
        var records = 0
        var fields = 0
        var subfields: [UInt8: Int] = [:]
    }

    private var records = 0
    private var refused: [String: Int] = [:]
    private var repairs: [Repair.Code: Int] = [:]
    private var fields: [Tag: FieldCount] = [:]
    private var types: [String: Int] = [:]
    private var languages: [String: Int] = [:]
    private var bytes = 0
    private var smallest = Int.max
    private var largest = 0
    private var detector: EncodingDetector

    init(tags: MARCFormat) {
        self.detector = EncodingDetector(format: tags)
    }

    mutating func add(_ item: MarcFile.Item) {
        self.records += 1
        let size = item.bytes.count
        self.bytes += size
        self.smallest = min(self.smallest, size)
        self.largest = max(self.largest, size)
        if self.records <= 20_000 { self.detector.add(item.bytes) }
        switch item.result {
        case .failure(let error): self.refused["\(error.code)", default: 0] += 1
        case .success(let record): self.add(record)
        }
    }

    private mutating func add(_ record: MARCRecord) {
        for code in Set(record.repairs.map(\.code)) { self.repairs[code, default: 0] += 1 }
        self.types[String(decoding: [record.leader[6], record.leader[7]], as: UTF8.self), default: 0] += 1
        var seen: Set<Tag> = []
        for field in record.fields {
            var count = self.fields[field.tag] ?? FieldCount()
            count.fields += 1
            if seen.insert(field.tag).inserted { count.records += 1 }
            for subfield in field.subfields { count.subfields[subfield.code, default: 0] += 1 }
            self.fields[field.tag] = count
        }
        let language =
            record.format == .unimarc
            ? record.first("101")?["a"]
            : record.first("008").map { String(decoding: $0.value.utf8.dropFirst(35).prefix(3), as: UTF8.self) }
        self.languages[language ?? "none", default: 0] += 1
    }

    /// The counts as text for a terminal.
    var text: String {
        guard self.records > 0 else { return "no records" }
        var lines = [
            "\(self.records) records, \(self.refused.values.reduce(0, +)) unreadable",
            "bytes a record: \(self.bytes / self.records) on average, \(self.smallest) to \(self.largest)",
        ]
        if let verdict = self.detector.verdict {
            lines.append(
                "character set: \(verdict.encoding.rawValue) (\(verdict.records) records with evidence, \(Int(verdict.agreement * 100)) % agree)"
            )
        } else {
            lines.append(
                "character set: not to be told (fewer than \(EncodingDetector.minimumRecords) records with evidence, or a mixture)"
            )
        }
        lines.append("kinds (leader 6–7): " + Self.list(self.types))
        lines.append("languages: " + Self.list(self.languages))
        for (code, count) in self.refused.sorted(by: { $0.key < $1.key }) {
            lines.append("unreadable, \(code): \(count)")
        }
        for (code, count) in self.repairs.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("mended in \(count) records: \(Repair(code).note)")
        }
        var table = Table(["field", "records", "fields", "subfields"])
        for (tag, count) in self.fields.sorted(by: { $0.key < $1.key }) {
            let subfields = count.subfields.sorted { $0.key < $1.key }
                .map { "$\(String(decoding: [$0.key], as: UTF8.self)) \($0.value)" }
            table.add([tag.description, "\(count.records)", "\(count.fields)", subfields.joined(separator: ", ")])
        }
        return (lines + ["", table.text]).joined(separator: "\n")
    }

    /// The most frequent values.
    private static func list(_ counts: [String: Int]) -> String {
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return sorted.prefix(12).map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            + (sorted.count > 12 ? " …" : "")
    }
}
