import Federation
import NIOHTTP1

/// The header fields that keep browsers from doing more with an answer than show it.
struct SecurityFields: Sendable {
    private let fields: [(name: String, value: String)]
    private let origins: [String]

    init(_ server: ServerConfiguration) {
        var fields = [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Content-Security-Policy", server.contentSecurityPolicy ?? Self.policy(server.stylesheets)),
        ]
        if server.tls != nil { fields.append(("Strict-Transport-Security", "max-age=31536000")) }
        self.fields = fields
        self.origins = server.crossOrigins
    }

    /// Nothing is loaded; where stylesheets may be named, they are, and what they bring along from their own origins.
    private static func policy(_ stylesheets: [String]) -> String {
        let strictest = "default-src 'none'; frame-ancestors 'none'"
        guard !stylesheets.isEmpty else { return strictest }
        let sources = stylesheets.map { sheet -> String in
            guard let authority = sheet.firstRange(of: "://")?.upperBound else { return "'self'" }
            return String(sheet[..<authority]) + sheet[authority...].prefix { $0 != "/" && $0 != "?" && $0 != ";" }
        }
        let list = Set(sources).sorted().joined(separator: " ")
        return "\(strictest); script-src \(list); style-src \(list); img-src \(list)"
    }

    /// Adds what an answer does not say itself.
    ///
    /// - Parameters:
    ///   - headers: those of the answer.
    ///   - origin: what the request's `Origin` said.
    ///   - isPreflight: whether a browser asks what it may send.
    func add(to headers: inout HTTPHeaders, origin: String?, isPreflight: Bool) {
        for (name, value) in self.fields where !headers.contains(name: name) { headers.add(name: name, value: value) }
        guard !self.origins.isEmpty else { return }
        let isOpen = self.origins.contains("*")
        if !isOpen { headers.add(name: "Vary", value: "Origin") }
        guard let origin, isOpen || self.origins.contains(origin) else { return }
        headers.replaceOrAdd(name: "Access-Control-Allow-Origin", value: isOpen ? "*" : origin)
        guard isPreflight else { return }
        headers.replaceOrAdd(name: "Access-Control-Allow-Methods", value: "GET, HEAD, POST")
        let allowed = "Accept, Authorization, Content-Type, X-API-Key"
        headers.replaceOrAdd(name: "Access-Control-Allow-Headers", value: allowed)
        headers.replaceOrAdd(name: "Access-Control-Max-Age", value: "3600")
    }
}
