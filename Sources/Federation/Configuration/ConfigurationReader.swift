import CQL
import MARC
import Yams

extension Configuration {
    /// Reads and checks the text of a `targets.yml`.
    ///
    /// - Parameters:
    ///   - text: the file's text.
    ///   - file: the name that problems are told with.
    ///   - environment: the values for `${NAME}`.
    /// - Returns: the configuration, complete with defaults.
    /// - Throws: `ConfigurationError` with every problem found: unknown keys, missing fields, bad values, names
    ///   that point nowhere; each with line, column, key and what was expected.
    public static func parse(
        _ text: String,
        file: String = "targets.yml",
        environment: [String: String] = [:]
    ) throws(ConfigurationError) -> Configuration {
        let problems = ConfigurationProblems(file: file)
        let configuration = Self.root(text, problems, environment).map { Self.read($0) }
        if let error = problems.error { throw error }
        guard let configuration else {
            problems.add("the file is empty; expected the sections server, databases and targets", key: "", at: nil)
            throw ConfigurationError(problems: problems.problems)
        }
        return configuration
    }

    private static func root(
        _ text: String,
        _ problems: ConfigurationProblems,
        _ environment: [String: String]
    ) -> ConfigurationNode? {
        do {
            guard let node = try Yams.compose(yaml: text) else { return nil }
            return ConfigurationNode(node: node, key: "", problems: problems, environment: environment)
        } catch let error as YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                problems.add("not YAML: \(problem)", key: "", at: mark)
            case .duplicatedKeysInMapping(let duplicates, let context):
                let keys = duplicates.joined(separator: ", ")
                problems.add("the key \(keys) stands twice in one mapping", key: "", at: context.mark)
            default:
                problems.add("not YAML: \(error)", key: "", at: nil)
            }
        } catch {
            problems.add("not YAML: \(error)", key: "", at: nil)
        }
        return nil
    }

    private static func read(_ root: ConfigurationNode) -> Configuration {
        let sections = root.section(["server", "databases", "targets"]) ?? [:]
        var targets: [TargetConfiguration] = []
        if let node = sections["targets"] {
            targets = TargetReader.targets(node)
        } else {
            root.problem("the section \"targets\" is missing: a list of the libraries' servers")
        }
        var databases: [DatabaseConfiguration] = []
        if let node = sections["databases"] {
            databases = Self.databases(node, known: targets.map(\.id))
        } else {
            root.problem("the section \"databases\" is missing: a mapping of names to groups of targets")
        }
        return Configuration(
            server: sections["server"].map(Self.server) ?? ServerConfiguration(),
            databases: databases,
            targets: targets
        )
    }

    private static func server(_ node: ConfigurationNode) -> ServerConfiguration {
        var server = ServerConfiguration()
        let keys = ["host", "port", "deadline", "defaultRecords", "maximumRecords", "stylesheets", "resultSets"]
        guard let section = node.section(keys + OperatingConfiguration.keys) else { return server }
        server.operating = OperatingConfiguration(section)
        section["host"]?.string.map { server.host = $0 }
        section["port"]?.int(in: 0...65_535).map { server.port = $0 }
        section["deadline"]?.duration.map { server.deadline = $0 }
        section["maximumRecords"]?.int(in: 1...10_000).map { server.maximumRecords = $0 }
        section["defaultRecords"]?.int(in: 0...server.maximumRecords).map { server.defaultRecords = $0 }
        section["stylesheets"]?.elements.map { server.stylesheets = $0.compactMap(\.string) }
        if let limits = section["resultSets"] { server.resultSets = Self.resultSets(limits) }
        return server
    }

    private static func resultSets(_ node: ConfigurationNode) -> ResultSetLimits {
        var limits = ResultSetLimits()
        let keys = [
            "timeToLive", "maximum", "maximumRecords", "maximumMegabytes", "recordsPerTarget", "megabytesPerTarget",
            "window",
        ]
        guard let section = node.section(keys) else { return limits }
        section["timeToLive"]?.duration.map { limits.timeToLive = $0 }
        section["maximum"]?.int(in: 1...1_000_000).map { limits.maximum = $0 }
        section["maximumRecords"]?.int(in: 1...100_000_000).map { limits.maximumRecords = $0 }
        section["maximumMegabytes"]?.int(in: 1...1_000_000).map { limits.maximumOctets = $0 << 20 }
        section["megabytesPerTarget"]?.int(in: 1...1_000_000).map { limits.octetsPerTarget = $0 << 20 }
        section["recordsPerTarget"]?.int(in: 1...1_000_000).map { limits.recordsPerTarget = $0 }
        section["window"]?.int(in: 1...1_000).map { limits.window = $0 }
        return limits
    }

    private static func databases(_ node: ConfigurationNode, known: [String]) -> [DatabaseConfiguration] {
        guard let pairs = node.pairs else { return [] }
        if pairs.isEmpty { node.problem("expected at least one database") }
        return pairs.compactMap { name, value in
            guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{0,63}/) != nil else {
                value.problem("a database's name is its place in the URL: letters, digits, '.', '_' and '-'")
                return nil
            }
            guard let section = value.section(["titles", "description", "targets"]) else { return nil }
            var titles: [String: String] = [:]
            for (language, title) in section["titles"]?.pairs ?? [] { titles[language] = title.string }
            guard let list = section["targets"] else {
                value.problem("the key \"targets\" is missing: a list of target ids, or all")
                return nil
            }
            return DatabaseConfiguration(
                name: name,
                titles: titles,
                description: section["description"]?.string,
                targets: Self.members(list, known: known)
            )
        }
    }

    private static func members(_ list: ConfigurationNode, known: [String]) -> [String] {
        if list.isScalar {
            if list.string == "all" { return known }
            list.problem("expected a list of target ids, or the word all")
            return []
        }
        var seen: Set<String> = []
        let ids = (list.elements ?? []).compactMap { element -> String? in
            guard let id = element.string else { return nil }
            guard known.contains(id) else {
                let near = ConfigurationNode.nearest(to: id, among: known)
                let hint = near.map { " (did you mean \"\($0)\"?)" } ?? ""
                element.problem("no target has the id \"\(id)\"\(hint)")
                return nil
            }
            guard seen.insert(id).inserted else {
                element.problem("the target \"\(id)\" is named twice")
                return nil
            }
            return id
        }
        if ids.isEmpty { list.problem("expected at least one target") }
        return ids
    }
}
