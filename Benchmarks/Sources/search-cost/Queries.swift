/// Different queries that many records answer.
enum Queries {
    /// Frequent words of titles, each in every simulated library.
    private static let words = [
        "sử", "tập", "lịch", "và", "bộ", "truyện", "chí", "huyện", "địa", "học", "thơ", "đảng", "xã", "văn", "nam",
        "về", "đại", "việt", "thuyết", "những", "giáo", "ngữ", "bài", "tiểu", "lý",
    ]

    /// Queries for one of three words of a title; no two are equal.
    static func titles(_ count: Int) -> [String] {
        var queries: [String] = []
        for distance in 1..<self.words.count {
            for other in 1..<self.words.count where other != distance {
                for first in self.words.indices {
                    let places = [first, (first + distance) % self.words.count, (first + other) % self.words.count]
                    guard places == places.sorted() else { continue }
                    if queries.count == count { return queries }
                    queries.append("dc.title any \"" + places.map { self.words[$0] }.joined(separator: " ") + "\"")
                }
            }
        }
        return queries
    }

    /// Queries for numbers, which `yaz-ztest` answers with as many hits.
    static func numbers(_ count: Int) -> [String] {
        (0..<count).map { "dc.title = \(1_000 + $0)" }
    }
}
