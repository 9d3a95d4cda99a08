import MARC
import SRU
import Testing
import XML

/// What a gateway answered.
struct Answer: Sendable {
    let status: Int
    let contentType: String
    let bytes: [UInt8]

    var text: String { String(decoding: self.bytes, as: UTF8.self) }

    /// The answer's element, taken out of its SOAP envelope if it stands in one.
    func element() throws -> XMLElement {
        let root = try XMLElement.parse(self.bytes)
        guard root.name.local == "Envelope" else { return root }
        return try #require(root.first("Body")?.elements.first)
    }

    /// The answer to a search.
    func response() throws -> SearchRetrieveResponse {
        try SearchRetrieveResponse.parse(self.bytes)
    }

    /// The numbers of its diagnostics.
    func diagnostics() throws -> [Int] {
        try self.response().diagnostics.map(\.number)
    }

    /// The MARC records on the page.
    func records() throws -> [MARCRecord] {
        try self.response().records.map { try MARCXML.parse(#require(try $0.element())) }
    }

    /// What the answer says of every target, by id.
    func targets() throws -> [String: XMLElement] {
        let extra = try #require(try self.response().extraResponseData)
        let targets = try XMLElement.parse(extra).all("target")
        return Dictionary(targets.map { ($0.attribute("id") ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The word for every target, by id.
    func words() throws -> [String: String] {
        try self.targets().mapValues { $0.attribute("status") ?? "" }
    }
}

extension MARCRecord {
    /// The title proper.
    var title: String { self.first("245")?["a"] ?? "" }

    /// The records of the libraries that this one is made of, as `nlv:NLV00000001`.
    var sources: [String] {
        self.fields("035").compactMap { field in
            guard let match = field["a"]?.wholeMatch(of: /\(([a-z]{3})\)(.+)/) else { return nil }
            return "\(match.1):\(match.2)"
        }
    }

    /// The targets that hold a copy, one entry a copy.
    var holders: [String] { self.fields("852").compactMap { $0["9"] } }
}
