import Federation
import FoundationEssentials

/// Who sent a request, as far as that can be known.
struct Client: Sendable {
    /// The address, behind proxies that are trusted; nil for other sockets than IP.
    var address: IPAddress?
    /// The key that was shown, if it is one of ours.
    var key: ClientKey?
    /// Whether a key was shown that is none of ours.
    var hasUnknownKey = false

    /// Finds out who sent a request.
    ///
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - server: the proxies and the keys.
    ///   - field: the values of a header field, by its name in lower case.
    init(peer: IPAddress?, server: ServerConfiguration, field: (String) -> [String]) {
        self.address = Self.address(peer, server, field)
        guard !server.keys.isEmpty, let shown = Self.key(field) else { return }
        let digest = KeyDigest(ofKey: shown)
        // All are compared, so that time does not tell which.
        self.key = server.keys.filter { $0.digest.matches(digest) }.first
        self.hasUnknownKey = self.key == nil
    }

    // MARK: The address

    /// The last address of the chain that is not one of our proxies': what stands before it anybody can write.
    private static func address(
        _ peer: IPAddress?,
        _ server: ServerConfiguration,
        _ field: (String) -> [String]
    ) -> IPAddress? {
        guard var address = peer, server.trusts(address) else { return peer }
        let chain = field(server.forwardedHeader.rawValue).flatMap { $0.split(separator: ",") }
        for element in chain.reversed() {
            let node = server.forwardedHeader == .forwarded ? Self.forwardedFor(element) : element
            guard let node, let next = Self.node(node) else { break }
            address = next
            guard server.trusts(next) else { break }
        }
        return address
    }

    /// The value of `for` in one element of `Forwarded`.
    private static func forwardedFor(_ element: Substring) -> Substring? {
        for pair in element.split(separator: ";") {
            let pair = pair.drop { $0 == " " || $0 == "\t" }
            if pair.lowercased().hasPrefix("for=") { return pair.dropFirst(4) }
        }
        return nil
    }

    /// `192.0.2.1`, `192.0.2.1:4711`, `"[2001:db8::1]:4711"`, `2001:db8::1`.
    private static func node(_ text: Substring) -> IPAddress? {
        let text = text.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        if text.hasPrefix("[") { return IPAddress(text.dropFirst().prefix { $0 != "]" }) }
        if let address = IPAddress(text) { return address }
        return IPAddress(text.prefix { $0 != ":" })
    }

    // MARK: The key

    /// `X-API-Key`, a bearer token, or the password of basic authentication.
    private static func key(_ field: (String) -> [String]) -> String? {
        if let key = field("x-api-key").first { return key }
        guard let authorization = field("authorization").first else { return nil }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch parts[0].lowercased() {
        case "bearer": return String(parts[1])
        case "basic":
            guard let data = Data(base64Encoded: String(parts[1])) else { return "" }
            let pair = String(decoding: data, as: UTF8.self)
            return pair.firstIndex(of: ":").map { String(pair[pair.index(after: $0)...]) } ?? ""
        default: return nil
        }
    }
}

extension ServerConfiguration {
    /// Whether the address is that of a proxy whose word is taken.
    func trusts(_ address: IPAddress) -> Bool {
        self.trustedProxies.contains { $0.contains(address) }
    }
}

extension DatabaseAccess {
    /// Why a client may not use the database; nil when it may.
    func refusal(of client: Client) -> Refusal? {
        let isFromNetwork = client.address.map { address in self.networks.contains { $0.contains(address) } } ?? false
        let hasKey = client.key.map { self.keys.contains($0.name) } ?? false
        if self.eitherIsEnough, !self.networks.isEmpty, !self.keys.isEmpty {
            if isFromNetwork || hasKey { return nil }
            return client.key == nil ? .noKey : .forbiddenKey
        }
        if !self.networks.isEmpty, !isFromNetwork { return .forbiddenAddress }
        if !self.keys.isEmpty, !hasKey { return client.key == nil ? .noKey : .forbiddenKey }
        return nil
    }
}
