import FoundationEssentials

/// The parts of the section `server` that say who may ask, how much and how fast.
extension ServerReader {
    /// The fewest characters of a key: shorter ones can be guessed.
    private static let shortestKey = 16

    static func limits(_ node: ConfigurationNode) -> ConnectionLimits {
        var limits = ConnectionLimits()
        let keys = [
            "connections", "connectionsPerClient", "headerTimeout", "bodyTimeout", "idleTimeout", "writeTimeout",
            "urlKilobytes", "headerKilobytes", "headerFields", "bodyKilobytes",
        ]
        guard let section = node.section(keys) else { return limits }
        section["connections"]?.int(in: 1...1_000_000).map { limits.connections = $0 }
        section["connectionsPerClient"]?.int(in: 1...1_000_000).map { limits.connectionsPerClient = $0 }
        section["headerTimeout"]?.duration.map { limits.headerTimeout = $0 }
        section["bodyTimeout"]?.duration.map { limits.bodyTimeout = $0 }
        section["idleTimeout"]?.duration.map { limits.idleTimeout = $0 }
        section["writeTimeout"]?.duration.map { limits.writeTimeout = $0 }
        section["urlKilobytes"]?.int(in: 1...1_024).map { limits.urlOctets = $0 << 10 }
        section["headerKilobytes"]?.int(in: 1...1_024).map { limits.headerOctets = $0 << 10 }
        section["headerFields"]?.int(in: 10...10_000).map { limits.headerFields = $0 }
        section["bodyKilobytes"]?.int(in: 1...16_384).map { limits.bodyOctets = $0 << 10 }
        return limits
    }

    static func traffic(_ node: ConfigurationNode) -> TrafficLimits {
        var traffic = TrafficLimits()
        let keys = [
            "concurrent", "machineConcurrent", "queue", "machineQueue", "patience", "machineAgents", "machineRecords",
        ]
        guard let section = node.section(keys) else { return traffic }
        section["concurrent"]?.int(in: 1...100_000).map { traffic.concurrent = $0 }
        traffic.machineConcurrent = min(traffic.machineConcurrent, traffic.concurrent)
        section["machineConcurrent"]?.int(in: 1...traffic.concurrent).map { traffic.machineConcurrent = $0 }
        section["queue"]?.int(in: 0...100_000).map { traffic.queue = $0 }
        section["machineQueue"]?.int(in: 0...100_000).map { traffic.machineQueue = $0 }
        section["patience"]?.duration.map { traffic.patience = $0 }
        section["machineAgents"]?.elements.map { traffic.machineAgents = $0.compactMap { $0.string?.lowercased() } }
        section["machineRecords"]?.int(in: 0...10_000).map { traffic.machineRecords = $0 }
        return traffic
    }

    static func rate(_ node: ConfigurationNode) -> RateLimit? {
        guard let section = node.section(["perSecond", "burst"]) else { return nil }
        guard let perSecond = section["perSecond"] else {
            node.problem("the key \"perSecond\" is missing: requests a second")
            return nil
        }
        guard let number = perSecond.number(upTo: 100_000) else { return nil }
        let burst = section["burst"].map { $0.int(in: 1...1_000_000) } ?? max(1, Int((number * 2).rounded(.up)))
        return burst.map { RateLimit(perSecond: number, burst: $0) }
    }

    static func keys(_ node: ConfigurationNode) -> [ClientKey] {
        var seen: Set<String> = []
        return (node.elements ?? []).compactMap { element in
            guard let section = element.section(["name", "key", "sha256", "file", "class", "rate"]) else { return nil }
            guard let name = section["name"]?.string, !name.isEmpty else {
                element.problem("the key \"name\" is missing: who has this key")
                return nil
            }
            if !seen.insert(name).inserted { section["name"]?.problem("the name \"\(name)\" stands twice") }
            guard let digest = Self.digest(element, section) else { return nil }
            return ClientKey(
                name: name,
                digest: digest,
                requestClass: section["class"]?.choice(of: RequestClass.self),
                rate: section["rate"].flatMap(Self.rate)
            )
        }
    }

    /// From the one of `key`, `sha256` and `file` that is there.
    private static func digest(_ node: ConfigurationNode, _ section: [String: ConfigurationNode]) -> KeyDigest? {
        let given = ["key", "sha256", "file"].filter { section[$0] != nil }
        guard given.count == 1, let form = given.first, let value = section[form], let text = value.string else {
            node.problem("expected one of key (use ${NAME}), sha256 and file")
            return nil
        }
        if form == "sha256" {
            if let digest = KeyDigest(hexadecimal: text) { return digest }
            value.problem("expected the 64 hexadecimal digits that sha256sum prints")
            return nil
        }
        var key = text
        if form == "file" {
            guard let content = try? String(contentsOfFile: text, encoding: .utf8) else {
                value.problem("cannot read the file \"\(text)\"")
                return nil
            }
            key = String(content.prefix { !$0.isNewline })
        }
        guard key.utf8.count >= Self.shortestKey else {
            value.problem("a key has at least \(Self.shortestKey) characters; `openssl rand -hex 24` makes a good one")
            return nil
        }
        return KeyDigest(ofKey: key)
    }

    static func tls(_ node: ConfigurationNode) -> ServerTLS? {
        guard let section = node.section(["certificate", "key", "minimumVersion"]) else { return nil }
        guard let certificate = section["certificate"]?.string, let key = section["key"]?.string else {
            node.problem("expected both certificate and key: paths of PEM files")
            return nil
        }
        var tls = ServerTLS(certificate: certificate, key: key)
        section["minimumVersion"]?.choice(of: ServerTLS.Version.self).map { tls.minimumVersion = $0 }
        return tls
    }

    static func networks(_ node: ConfigurationNode) -> [IPNetwork] {
        (node.elements ?? []).compactMap { element in
            guard let text = element.string else { return nil }
            if let network = IPNetwork(text) { return network }
            element.problem(
                "expected an IP address or a network such as 10.0.0.0/8 or 2001:db8::/32, found \"\(text)\""
            )
            return nil
        }
    }

    static func origins(_ node: ConfigurationNode) -> [String] {
        (node.elements ?? []).compactMap { element in
            guard let text = element.string else { return nil }
            if text == "*" || text.wholeMatch(of: /https?:\/\/[A-Za-z0-9.\-]+(:[0-9]+)?/) != nil { return text }
            element.problem("expected an origin such as https://catalogue.example.org, or \"*\", found \"\(text)\"")
            return nil
        }
    }

    /// A text that can stand in a header field.
    static func fieldValue(_ node: ConfigurationNode) -> String? {
        guard let text = node.string else { return nil }
        if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return text }
        node.problem("expected printable ASCII on one line")
        return nil
    }

    static func access(_ node: ConfigurationNode, keys: [String]) -> DatabaseAccess {
        enum Requirement: String, CaseIterable { case both, either }
        var access = DatabaseAccess()
        guard let section = node.section(["networks", "keys", "require"]) else { return access }
        if let networks = section["networks"] { access.networks = Self.networks(networks) }
        access.keys = (section["keys"]?.elements ?? []).compactMap { element in
            guard let name = element.string else { return nil }
            if keys.contains(name) { return name }
            element.problem("server.keys has no key named \"\(name)\"; known: \(keys.joined(separator: ", "))")
            return nil
        }
        if section["keys"] != nil, access.keys.isEmpty { section["keys"]?.problem("expected at least one key's name") }
        if section["networks"] != nil, access.networks.isEmpty {
            section["networks"]?.problem("expected at least one network")
        }
        access.eitherIsEnough = section["require"]?.choice(of: Requirement.self) == .either
        return access
    }
}
