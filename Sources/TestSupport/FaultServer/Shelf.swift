/// The records that a fault server holds for every query: each bears the query, the target and its position, so that a
/// record in the wrong place can be told.
public struct Shelf: Sendable, Hashable {
    /// The target's id.
    public let target: String
    /// Records found by every query.
    public let count: Int

    /// A shelf.
    public init(target: String, count: Int) {
        self.target = target
        self.count = count
    }

    /// The title of the record at a position, from 1.
    public func title(_ query: String, _ position: Int) -> String {
        "Sách số \(position) về \(query) tại \(self.target)"
    }

    /// The record in ISO 2709, UTF-8.
    func marc(_ query: String, _ position: Int, identifier: String? = nil, title: [UInt8]? = nil) -> [UInt8] {
        let title = title ?? Array(self.title(query, position).utf8)
        let fields: [(String, [UInt8])] = [
            ("001", Array((identifier ?? "\(self.target)-\(query)-\(position)").utf8)),
            ("008", Array("260101s\(1900 + position % 100)    vm            000 0 vie d".utf8)),
            ("100", Array("1 \u{1F}aTác giả \(self.target) \(position)".utf8)),
            ("245", Array("10\u{1F}a".utf8) + title),
        ]
        var directory: [UInt8] = []
        var body: [UInt8] = []
        for (tag, value) in fields {
            directory += Array(tag.utf8) + Self.digits(value.count + 1, 4) + Self.digits(body.count, 5)
            body += value + [0x1E]
        }
        let base = 24 + directory.count + 1
        let length = base + body.count + 1
        let leader = Self.digits(length, 5) + Array("nam a22".utf8) + Self.digits(base, 5) + Array(" a 4500".utf8)
        return leader + directory + [0x1E] + body + [0x1D]
    }

    /// The record in MARCXML.
    func marcXML(_ query: String, _ position: Int, title: String? = nil) -> String {
        let title = title ?? self.title(query, position)
        return """
            <record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 a 4500</leader>\
            <controlfield tag="001">\(self.target)-\(query)-\(position)</controlfield>\
            <controlfield tag="008">260101s\(1900 + position % 100)    vm            000 0 vie d</controlfield>\
            <datafield tag="100" ind1="1" ind2=" "><subfield code="a">Tác giả \(self.target) \(position)</subfield>\
            </datafield><datafield tag="245" ind1="1" ind2="0"><subfield code="a">\(title)</subfield></datafield></record>
            """
    }

    private static func digits(_ number: Int, _ width: Int) -> [UInt8] {
        let text = String(number)
        return Array((String(repeating: "0", count: max(0, width - text.count)) + text).utf8.suffix(width))
    }
}
