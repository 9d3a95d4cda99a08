/// One state of the configuration with its targets: a reload puts another in its place and changes nothing in it.
final class Generation: Sendable {
    /// Counts the reloads.
    let number: Int
    let configuration: Configuration
    let targets: [String: GuardedTarget]
    /// For each database whose targets were ever changed, the generation that did it last.
    private let changed: [String: Int]

    /// The first one, or the one after another.
    ///
    /// A target that is described as before stays, with its connections and its breaker; one that is at least reached as before
    /// keeps what its breaker knows.
    ///
    /// - Parameters:
    ///   - old: the one before.
    ///   - configuration: what holds.
    ///   - makeTarget: makes a target of its description.
    ///   - observe: is told of all that happens at targets.
    init(
        after old: Generation? = nil,
        _ configuration: Configuration,
        makeTarget: (TargetConfiguration) -> any Target,
        observe: @escaping @Sendable (FederationEvent) -> Void
    ) {
        let deadline = configuration.server.deadline
        var targets: [String: GuardedTarget] = [:]
        for description in configuration.targets {
            let before = old?.configuration.targets.first { $0.id == description.id }
            if before == description, let same = old?.targets[description.id] {
                targets[description.id] = same.judged(by: deadline)
            } else if before?.access == description.access, let same = old?.targets[description.id] {
                let target = makeTarget(description)
                targets[description.id] = GuardedTarget(target, deadline: deadline, adopting: same)
            } else {
                targets[description.id] = GuardedTarget(makeTarget(description), deadline: deadline, observe: observe)
            }
        }
        self.configuration = configuration
        self.targets = targets
        guard let old else {
            self.number = 0
            self.changed = [:]
            return
        }
        self.number = old.number + 1
        var changed = old.changed
        for database in configuration.databases {
            let before = old.configuration.database(database.name).map { old.configuration.targets(of: $0) }
            if before != configuration.targets(of: database) { changed[database.name] = old.number + 1 }
        }
        self.changed = changed
    }

    /// Whether a new search may be answered from a result set: it has asked the targets that would be asked now.
    func isCurrent(_ resultSet: ResultSet) -> Bool {
        resultSet.generation >= self.changed[resultSet.database, default: 0]
    }

    /// The targets that the generation before had and this one has not, or has in another form.
    func replaced(of old: Generation) -> [GuardedTarget] {
        let known = Dictionary(self.configuration.targets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return old.configuration.targets.compactMap { known[$0.id] == $0 ? nil : old.targets[$0.id] }
    }
}

/// A target that a reload has replaced: it is kept for the result sets that began with it.
struct RetiredTarget: Sendable {
    let target: GuardedTarget
    /// The first generation without it.
    let generation: Int
    /// When the last fetch that may still go on ends at the latest.
    var neededUntil: ContinuousClock.Instant
}
