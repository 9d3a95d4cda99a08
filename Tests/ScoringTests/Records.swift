import MARC
import Scoring
import TestSupport

/// Makes a record of a book.
func book(
    _ target: String,
    _ number: String,
    title: String,
    volume: String? = nil,
    subtitle: String? = nil,
    author: String? = nil,
    publisher: String? = nil,
    year: Int? = nil,
    pages: Int? = nil,
    isbn: String? = nil,
    position: Int = 1,
    more: (inout MARCRecord) -> Void = { _ in }
) -> SourceRecord {
    var record = MARCRecord(leader: .book(.marc21), format: .marc21)
    record.append("001", number)
    if let year { record.append("008", "200101s\(year)    vm a          000 0 vie  ") }
    if let isbn { record.append("020", " ", " ", [("a", isbn)]) }
    if let author { record.append("100", "0", " ", [("a", author)]) }
    var parts: [(Character, String)] = [("a", title)]
    if let volume { parts.append(("n", volume)) }
    if let subtitle { parts.append(("b", subtitle)) }
    record.append("245", "0", "0", parts)
    if let publisher { record.append("260", " ", " ", [("b", publisher)]) }
    if let pages { record.append("300", " ", " ", [("a", "\(pages) tr.")]) }
    more(&record)
    return SourceRecord(target: target, position: position, record: record)
}

/// Books that share titles, numbers and names in every contradictory way.
func contradictoryBooks(count: Int, seed: UInt64) -> [SourceRecord] {
    var random = SeededGenerator(seed: seed)
    let titles = ["Lịch sử Việt Nam", "Lich su Viet Nam", "LỊCH SỬ VIỆT NAM", "Truyện Kiều", "Truyện kiều khảo chú"]
    let isbns = ["9786041001374", "9786041001442", "6045700392", nil, nil]
    return (0..<count).map { number in
        book(
            ["nlv", "tha", "nan", "hti"].randomElement(using: &random) ?? "",
            "\(number)",
            title: titles.randomElement(using: &random) ?? "",
            volume: [nil, "Tập 1", "T.2", nil].randomElement(using: &random) ?? nil,
            author: ["Nguyễn Du", "Nguyễn, Du", nil, "Trần Trọng Kim"].randomElement(using: &random) ?? nil,
            publisher: ["Trẻ", "NXB Trẻ", "Kim Đồng", nil].randomElement(using: &random) ?? nil,
            year: [2010, 2011, 2012, nil].randomElement(using: &random) ?? nil,
            pages: [100, 101, 250, nil].randomElement(using: &random) ?? nil,
            isbn: isbns.randomElement(using: &random) ?? nil,
            position: number + 1
        )
    }
}

/// Splits records into batches of random sizes.
func batches(_ records: [SourceRecord], using random: inout SeededGenerator) -> [[SourceRecord]] {
    var batches: [[SourceRecord]] = []
    var rest = records[...]
    while !rest.isEmpty {
        let count = Int.random(in: 1...max(1, records.count / 2), using: &random)
        batches.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
    }
    return batches
}

/// A clustering as text: ids, and members by target and control number, in order.
func shape(_ clusters: [Cluster]) -> [String] {
    clusters.map { cluster in
        "\(cluster.id): "
            + cluster.members.map { "\($0.target)/\($0.record.controlNumber ?? "")" }.joined(separator: " ")
    }
}

/// Whether two records alone are one thing at a level.
func isOne(_ left: SourceRecord, _ right: SourceRecord, _ level: MatchLevel = .manifestation) -> Bool {
    var clustering = Clustering(level: level)
    clustering.insert([left, right])
    return clustering.count == 1
}
