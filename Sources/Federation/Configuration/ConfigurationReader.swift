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
        let server = sections["server"].map(ServerReader.server) ?? ServerConfiguration()
        var databases: [DatabaseConfiguration] = []
        if let node = sections["databases"] {
            databases = Self.databases(node, known: targets.map(\.id), keys: server.keys.map(\.name))
        } else {
            root.problem("the section \"databases\" is missing: a mapping of names to groups of targets")
        }
        return Configuration(
            server: server,
            databases: databases,
            targets: targets
        )
    }

    private static func databases(
        _ node: ConfigurationNode,
        known: [String],
        keys: [String]
    ) -> [DatabaseConfiguration] {
        guard let pairs = node.pairs else { return [] }
        if pairs.isEmpty { node.problem("expected at least one database") }
        return pairs.compactMap { name, value in
            guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{0,63}/) != nil else {
                value.problem("a database's name is its place in the URL: letters, digits, '.', '_' and '-'")
                return nil
            }
            guard let section = value.section(["titles", "description", "targets", "access"]) else { return nil }
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
                targets: Self.members(list, known: known),
                access: section["access"].map { ServerReader.access($0, keys: keys) } ?? DatabaseAccess()
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
