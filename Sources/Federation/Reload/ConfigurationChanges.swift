import CQL
import SRU
import Z3950

/// What is different between two configurations, in names only: values may be secret.
public struct ConfigurationChanges: Sendable, Hashable, CustomStringConvertible {
    /// Something that both have, and the names of the settings that differ.
    public struct Change: Sendable, Hashable {
        /// The id of a target, or the name of a database.
        public let name: String
        /// Keys as `targets.yml` names them.
        public let settings: [String]
    }

    /// Ids of targets that are new.
    public let addedTargets: [String]
    /// Ids of targets that are gone.
    public let removedTargets: [String]
    /// Targets that are described otherwise.
    public let changedTargets: [Change]
    /// Names of databases that are new.
    public let addedDatabases: [String]
    /// Names of databases that are gone.
    public let removedDatabases: [String]
    /// Databases that are described otherwise.
    public let changedDatabases: [Change]
    /// Settings of the server that hold from now on.
    public let serverSettings: [String]
    /// Settings of the server that are read only when the process starts.
    public let needRestart: [String]

    /// Compares two configurations.
    public init(from old: Configuration, to new: Configuration) {
        let (oldTargets, newTargets) = (old.targets.map(\.id), new.targets.map(\.id))
        self.addedTargets = newTargets.filter { !oldTargets.contains($0) }
        self.removedTargets = oldTargets.filter { !newTargets.contains($0) }
        self.changedTargets = new.targets.compactMap { target in
            guard let before = old.targets.first(where: { $0.id == target.id }), before != target else { return nil }
            return Change(name: target.id, settings: Settings.differing(before, target))
        }
        let (oldNames, newNames) = (old.databases.map(\.name), new.databases.map(\.name))
        self.addedDatabases = newNames.filter { !oldNames.contains($0) }
        self.removedDatabases = oldNames.filter { !newNames.contains($0) }
        self.changedDatabases = new.databases.compactMap { database in
            guard let before = old.database(database.name), before != database else { return nil }
            return Change(name: database.name, settings: Settings.differing(before, database))
        }
        let settings = Settings.differing(old.server, new.server)
        self.serverSettings = settings.filter { !ServerConfiguration.readAtStart.contains($0) }
        self.needRestart = settings.filter { ServerConfiguration.readAtStart.contains($0) }
    }

    /// Whether nothing is different.
    public var isEmpty: Bool { self == ConfigurationChanges() }

    private init() {
        self.addedTargets = []
        self.removedTargets = []
        self.changedTargets = []
        self.addedDatabases = []
        self.removedDatabases = []
        self.changedDatabases = []
        self.serverSettings = []
        self.needRestart = []
    }

    /// The differences one a line; one line that says so when there are none.
    public var description: String {
        var lines: [String] = []
        func list(_ what: String, _ names: [String]) {
            if !names.isEmpty { lines.append("\(what): \(names.joined(separator: ", "))") }
        }
        list("targets added", self.addedTargets)
        list("targets removed", self.removedTargets)
        for change in self.changedTargets { list("target \(change.name) changed", change.settings) }
        list("databases added", self.addedDatabases)
        list("databases removed", self.removedDatabases)
        for change in self.changedDatabases { list("database \(change.name) changed", change.settings) }
        list("server settings changed", self.serverSettings)
        list("server settings that need a restart", self.needRestart)
        return lines.isEmpty ? "nothing has changed" : lines.joined(separator: "\n")
    }
}

extension ServerConfiguration {
    /// The settings that a reload does not change.
    static let readAtStart: Set<String> = ["host", "port", "history", "tls"]
}

/// Finds out which settings of two values of one type differ.
private enum Settings {
    /// Values whose parts are settings of their own.
    private static let sections: Set<ObjectIdentifier> = [
        ObjectIdentifier(TargetConfiguration.Access.self), ObjectIdentifier(Z3950Access.self),
        ObjectIdentifier(SRUAccess.self), ObjectIdentifier(Z3950Endpoint.self), ObjectIdentifier(SRUEndpoint.self),
        ObjectIdentifier(QuerySpelling.self), ObjectIdentifier(CQLDialect.self),
        ObjectIdentifier(OperatingConfiguration.self),
    ]
    /// The names of `targets.yml` where the code has others.
    private static let names = [
        "access": "protocol", "recordEncoding": "charset.records", "queryEncoding": "charset.queries",
        "queryForm": "normalization", "attributes": "indexes", "indexNames": "indexes", "recordSchema": "schema",
    ]

    static func differing(_ old: Any, _ new: Any) -> [String] {
        let (old, new) = (Mirror(reflecting: old), Mirror(reflecting: new))
        return zip(old.children, new.children).flatMap { before, after -> [String] in
            guard before.value as? AnyHashable != after.value as? AnyHashable else { return [] }
            let name = before.label ?? ""
            // Another case of an enumeration is one change, whatever is in it.
            guard before.label == after.label else { return [Self.names["access"] ?? name] }
            guard Self.sections.contains(ObjectIdentifier(type(of: before.value))) else {
                return [Self.names[name] ?? name]
            }
            return Self.differing(before.value, after.value)
        }
    }
}
