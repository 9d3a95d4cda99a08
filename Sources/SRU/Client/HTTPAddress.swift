/// The parts of an HTTP URL that matter for redirects: where it leads, and the rest.
struct HTTPAddress: Sendable, Hashable {
    /// `http` or `https`.
    var scheme: String
    /// The host in lower case, without credentials.
    var host: String
    /// The port, the usual one of the scheme when the URL names none.
    var port: Int
    /// Path and query; begins with a slash.
    var target: String

    /// Reads an absolute URL; nil when it is none of HTTP.
    init?(_ url: String) {
        guard let colon = url.firstIndex(of: ":") else { return nil }
        self.scheme = url[..<colon].lowercased()
        guard ["http", "https"].contains(self.scheme) else { return nil }
        let rest = url[url.index(after: colon)...]
        guard rest.hasPrefix("//") else { return nil }
        let authorityAndTarget = rest.dropFirst(2).prefix { $0 != "#" }
        let authority = authorityAndTarget.prefix { $0 != "/" && $0 != "?" }
        let target = authorityAndTarget[authority.endIndex...]
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
        let address = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        var host = address
        self.port = self.scheme == "https" ? 443 : 80
        if let colon = address.lastIndex(of: ":"), !address[colon...].contains("]") {
            guard let port = Int(address[address.index(after: colon)...]), (1...65_535).contains(port) else {
                return nil
            }
            host = address[..<colon]
            self.port = port
        }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
        self.host = host.lowercased()
    }

    /// The address that a `Location` header means, as seen from this one; nil when it is none of HTTP.
    func resolving(_ location: String) -> HTTPAddress? {
        if let absolute = HTTPAddress(location) { return absolute }
        let location = location.prefix { $0 != "#" }
        if location.hasPrefix("//") { return HTTPAddress("\(self.scheme):\(location)") }
        var result = self
        if location.hasPrefix("/") {
            result.target = String(location)
        } else if location.hasPrefix("?") {
            result.target = String(self.target.prefix { $0 != "?" }) + String(location)
        } else {
            guard !location.prefix(while: { $0 != "/" && $0 != "?" }).contains(":") else { return nil }
            let path = self.target.prefix { $0 != "?" }
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
            result.target = String(folder) + String(location)
        }
        return result
    }

    /// Whether a request may follow from one to the other without meeting somebody else.
    func hasSameOrigin(as other: HTTPAddress) -> Bool {
        self.scheme == other.scheme && self.host == other.host && self.port == other.port
    }

    /// The whole URL.
    var url: String { "\(self.scheme)://\(self.host):\(self.port)\(self.target)" }
}
