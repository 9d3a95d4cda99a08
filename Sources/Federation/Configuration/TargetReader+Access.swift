import CQL
import SRU
import Z3950

/// The part of a target's entry that depends on its protocol.
extension TargetReader {
    private enum Style: String, CaseIterable { case open, idpass, basic }

    static func z3950(
        _ node: ConfigurationNode,
        _ section: [String: ConfigurationNode],
        _ profile: Profile
    ) -> Z3950Access? {
        guard let host = Self.required("host", section, of: node, "a host name or address"),
            let database = Self.required("database", section, of: node, "the database's name at the target")
        else { return nil }
        var endpoint = Z3950Endpoint(host: host, port: section["port"]?.int(in: 1...65_535) ?? 210)
        if let tls = section["tls"] { endpoint.tls = Self.tls(tls) }
        if let authentication = section["authentication"] {
            endpoint.authentication = Self.z3950Authentication(authentication) ?? .none
        }
        return Z3950Access(
            endpoint: endpoint,
            database: database,
            attributes: Self.attributes(section["indexes"], profile),
            syntax: Self.syntax(section["syntax"]) ?? RecordSyntax(name: profile.syntax) ?? .usmarc,
            elements: section["elements"].map { $0.string == "none" ? nil : $0.string } ?? profile.elements,
            piggyback: section["piggyback"]?.bool ?? profile.piggyback,
            presentChunk: section["presentChunk"]?.int(in: 1...1_000) ?? profile.presentChunk
        )
    }

    static func sru(
        _ node: ConfigurationNode,
        _ section: [String: ConfigurationNode],
        _ profile: Profile
    ) -> SRUAccess? {
        guard let url = Self.required("url", section, of: node, "the base URL, http:// or https://") else { return nil }
        guard url.hasPrefix("http://") || url.hasPrefix("https://"), !url.contains("?") else {
            section["url"]?.problem("expected a URL with http:// or https:// and without \"?\", found \"\(url)\"")
            return nil
        }
        var endpoint = SRUEndpoint(url: url)
        endpoint.version =
            section["version"]?.choice(of: SRUVersion.self) ?? SRUVersion(rawValue: profile.version) ?? .v1_1
        endpoint.method = section["method"]?.choice(of: SRUEndpoint.Method.self) ?? .get
        endpoint.recordSchema = section["schema"].map { $0.string == "none" ? nil : $0.string } ?? profile.schema
        if let authentication = section["authentication"] {
            endpoint.authentication = Self.sruAuthentication(authentication) ?? .none
        }
        var dialect = CQLDialect()
        dialect.exactRelation = section["exactRelation"]?.string ?? profile.exactRelation
        return SRUAccess(
            endpoint: endpoint,
            indexNames: Self.indexNames(section["indexes"], profile),
            dialect: dialect,
            chunk: section["chunk"]?.int(in: 1...1_000) ?? profile.chunk
        )
    }

    private static func attributes(_ node: ConfigurationNode?, _ profile: Profile) -> AttributeMap {
        var map = profile.attributes
        for (index, words) in Self.indexes(node, defaults: profile.z3950Indexes) {
            do throws(AttributeMapError) {
                try map.set(index, words)
            } catch {
                node?.problem("\(index.name): \(error)")
            }
        }
        return map
    }

    /// The catalogue's own names unless the profile or the entry says otherwise.
    private static func indexNames(_ node: ConfigurationNode?, _ profile: Profile) -> [Index: String] {
        var names: [Index: String] = [:]
        if profile.hasStandardNames {
            for entry in IndexCatalogue.standard.entries { names[entry.index] = entry.aliases.first?.qualifiedName }
        }
        for (index, name) in Self.indexes(node, defaults: profile.sruIndexes) { names[index] = name }
        return names
    }

    private static func syntax(_ node: ConfigurationNode?) -> RecordSyntax? {
        guard let node, let name = node.string else { return nil }
        if let syntax = RecordSyntax(name: name) { return syntax }
        node.problem("unknown record syntax \"\(name)\"; expected usmarc, unimarc, xml, opac or sutrs")
        return nil
    }

    /// `true`, `false`, or `{ca: FILE}`, or `{verify: false}`.
    private static func tls(_ node: ConfigurationNode) -> Z3950Endpoint.TLS? {
        if node.isScalar {
            return node.bool == true ? Z3950Endpoint.TLS() : nil
        }
        guard let section = node.section(["ca", "verify", "serverName"]) else { return nil }
        var tls = Z3950Endpoint.TLS(serverName: section["serverName"]?.string)
        if let file = section["ca"]?.string { tls.trust = .file(file) }
        if section["verify"]?.bool == false { tls.trust = .anything }
        return tls
    }

    private static func z3950Authentication(_ node: ConfigurationNode) -> Z3950Endpoint.Authentication? {
        guard let section = node.section(["style", "user", "group", "password"]) else { return nil }
        guard let styleNode = section["style"] else {
            node.problem("the key \"style\" is missing: open or idpass")
            return nil
        }
        switch styleNode.choice(of: Style.self) {
        case .open:
            return Self.required("user", section, of: node, "the string for open authentication").map { .open($0) }
        case .idpass:
            return .idPass(
                user: section["user"]?.string,
                group: section["group"]?.string,
                password: section["password"]?.string
            )
        case .basic:
            styleNode.problem("Z39.50 knows open and idpass; basic is for SRU")
            return nil
        case nil:
            return nil
        }
    }

    private static func sruAuthentication(_ node: ConfigurationNode) -> SRUEndpoint.Authentication? {
        guard let section = node.section(["style", "user", "password"]) else { return nil }
        if let style = section["style"]?.choice(of: Style.self), style != .basic {
            section["style"]?.problem("SRU targets know basic authentication only")
        }
        guard let user = Self.required("user", section, of: node, "the user's name"),
            let password = section["password"]?.string
        else {
            if section["password"] == nil { node.problem("the key \"password\" is missing; use ${NAME} for secrets") }
            return nil
        }
        return .basic(user: user, password: password)
    }
}
