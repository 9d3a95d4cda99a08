/// In which form an answer is sent.
enum MediaType: Sendable, Equatable {
    /// XML under one of its names.
    case xml(String)
    /// JSON.
    case json

    /// What answers are called when nobody asks for a name.
    static let usual = MediaType.xml("text/xml")

    private static let xmlNames = ["text/xml", "application/xml", "application/sru+xml"]

    /// The value of `Content-Type`.
    var contentType: String {
        switch self {
        case .xml(let name): name + "; charset=utf-8"
        case .json: "application/json"
        }
    }

    /// The form that `httpAccept` asks for; nil when it is none of ours (HTTP 406).
    ///
    /// It may be a list as in the header `Accept`; the first name that can be given is taken, best quality first.
    init?(httpAccept: String) {
        guard let match = Self.ranges(httpAccept).lazy.compactMap({ Self.form($0) }).first else { return nil }
        self = match
    }

    /// The form that the header asks for; XML when it asks for nothing of ours, because browsers do.
    init(acceptHeader: String?) {
        let first = acceptHeader.map { Self.ranges($0) }?.first
        self = first == "application/json" ? .json : .usual
    }

    private static func form(_ range: String) -> MediaType? {
        switch range {
        case "application/json": .json
        case "*/*", "text/*", "application/*": .usual
        case let name: Self.xmlNames.contains(name) ? .xml(name) : nil
        }
    }

    /// The names of a list, best quality first, without those of quality 0.
    private static func ranges(_ list: String) -> [String] {
        let ranges = list.lowercased().split(separator: ",").prefix(32).map { item -> (name: String, quality: Double) in
            let parts = item.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return (parts.first ?? "", quality)
        }
        let usable = ranges.enumerated().filter { $0.element.quality > 0 }
        return usable.sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }.map(\.element.name)
    }
}
