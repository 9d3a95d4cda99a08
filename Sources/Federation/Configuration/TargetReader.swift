import CQL
import MARC
import SRU
import Z3950

/// Reads the `targets` section.
enum TargetReader {
    static let common = [
        "id", "name", "enabled", "protocol", "profile", "format", "charset", "normalization", "tones", "folds",
        "iAndY", "indexes", "order", "timeout", "connectTimeout", "maximumConnections", "requestsPerSecond",
        "authentication", "facets",
    ]
    static let z3950Keys = ["host", "port", "database", "syntax", "elements", "piggyback", "presentChunk", "tls"]
    static let sruKeys = ["url", "version", "method", "schema", "chunk", "exactRelation"]

    private enum ProtocolName: String, CaseIterable { case z3950, sru }

    static func targets(_ node: ConfigurationNode) -> [TargetConfiguration] {
        guard let elements = node.elements else { return [] }
        if elements.isEmpty { node.problem("expected at least one target") }
        var seen: Set<String> = []
        return elements.compactMap { element in
            guard let target = Self.target(element) else { return nil }
            guard seen.insert(target.id).inserted else {
                element.problem("two targets have the id \"\(target.id)\"")
                return nil
            }
            return target
        }
    }

    private static func target(_ node: ConfigurationNode) -> TargetConfiguration? {
        // The protocol decides which keys are known, so it is read first.
        guard let pairs = node.pairs else { return nil }
        guard let protocolNode = pairs.first(where: { $0.name == "protocol" })?.value else {
            node.problem("the key \"protocol\" is missing: z3950 or sru")
            return nil
        }
        guard let name = protocolNode.choice(of: ProtocolName.self) else { return nil }
        let keys = Self.common + (name == .z3950 ? Self.z3950Keys : Self.sruKeys)
        guard let section = node.section(keys), let profile = Self.profile(section["profile"]) else { return nil }

        let access: TargetConfiguration.Access? =
            switch name {
            case .z3950: Self.z3950(node, section, profile).map { .z3950($0) }
            case .sru: Self.sru(node, section, profile).map { .sru($0) }
            }
        guard let id = Self.identifier(node, section["id"]), let access else { return nil }
        let charset = section["charset"]?.section(["records", "queries"]) ?? [:]
        return TargetConfiguration(
            id: id,
            name: section["name"]?.string ?? id,
            enabled: section["enabled"]?.bool ?? true,
            access: access,
            format: section["format"]?.choice(of: MARCFormat.self) ?? profile.format,
            recordEncoding: charset["records"]?.choice(of: CharacterEncoding.self) ?? profile.recordEncoding,
            queryEncoding: Self.queryEncoding(charset["queries"]) ?? profile.queryEncoding,
            queryForm: section["normalization"]?.choice(of: TargetConfiguration.QueryForm.self) ?? .nfc,
            spelling: QuerySpelling(
                tones: section["tones"]?.choice(of: QuerySpelling.Tones.self) ?? .asTyped,
                folds: section["folds"]?.choice(of: QuerySpelling.Folding.self) ?? .all,
                iAndY: section["iAndY"]?.choice(of: QuerySpelling.IAndY.self) ?? .asTyped
            ),
            order: section["order"]?.choice(of: ResultOrder.self) ?? profile.order,
            timeout: section["timeout"]?.duration ?? .seconds(30),
            connectTimeout: section["connectTimeout"]?.duration ?? .seconds(1),
            maximumConnections: section["maximumConnections"]?.int(in: 1...64) ?? profile.maximumConnections,
            requestsPerSecond: section["requestsPerSecond"]?.int(in: 1...1_000),
            facets: section["facets"]?.bool ?? false
        )
    }

    private static func identifier(_ node: ConfigurationNode, _ value: ConfigurationNode?) -> String? {
        guard let value else {
            node.problem("the key \"id\" is missing: a short name such as \"nlv\"")
            return nil
        }
        guard let id = value.string else { return nil }
        guard id.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,62}/) != nil else {
            value.problem("an id is made of a-z, 0-9 and '-', at most 63 of them; found \"\(id)\"")
            return nil
        }
        return id
    }

    private static func profile(_ node: ConfigurationNode?) -> Profile? {
        guard let node else { return Profile() }
        guard let name = node.string else { return nil }
        if let profile = Profile.all[name] { return profile }
        node.problem("unknown profile \"\(name)\"; known: \(Profile.all.keys.sorted().joined(separator: ", "))")
        return nil
    }

    private static func queryEncoding(_ node: ConfigurationNode?) -> CharacterEncoding? {
        guard let node, let encoding = node.choice(of: CharacterEncoding.self) else { return nil }
        guard encoding != .automatic else {
            node.problem("queries need one encoding: automatic is for records only")
            return nil
        }
        return encoding
    }

    /// The `indexes` of an entry over those of its profile; nil says that the target cannot search the index.
    static func indexes(_ node: ConfigurationNode?, defaults: [Index: String]) -> [Index: String?] {
        var indexes: [Index: String?] = defaults.mapValues { $0 }
        for (key, value) in node?.pairs ?? [] {
            guard let index = Index(rawValue: key) else {
                let near = ConfigurationNode.nearest(to: key, among: Index.allCases.map(\.name))
                value.problem("unknown index \"\(key)\"" + (near.map { " (did you mean \"\($0)\"?)" } ?? ""))
                continue
            }
            guard let words = value.string else { continue }
            indexes.updateValue(words == "none" ? nil : words, forKey: index)
        }
        return indexes
    }

    /// A required string.
    static func required(
        _ key: String,
        _ section: [String: ConfigurationNode],
        of node: ConfigurationNode,
        _ expected: String
    ) -> String? {
        guard let value = section[key] else {
            node.problem("the key \"\(key)\" is missing: \(expected)")
            return nil
        }
        guard let string = value.string else { return nil }
        guard !string.isEmpty, !string.contains(where: \.isWhitespace) || key == "name" else {
            value.problem("expected \(expected), found \"\(string)\"")
            return nil
        }
        return string
    }
}
