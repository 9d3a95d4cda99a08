import NIOConcurrencyHelpers

extension Federation {
    /// Puts another configuration in the place of this one, at once and as a whole.
    ///
    /// Searches that are under way and result sets that somebody pages through go on with the targets they began with; those
    /// that are not in the new configuration are let go when nobody needs them any more. A target that is described as before
    /// keeps its connections and its breaker. The address and port listened at stay what they were.
    ///
    /// - Parameter configuration: what is to hold from now on; it was read without errors.
    /// - Returns: what is different.
    @discardableResult
    public nonisolated func reload(_ configuration: Configuration) -> ConfigurationChanges {
        // Making targets takes a while, and searches must not wait for that: two locks.
        self.reloading.withLock {
            let old = self.generation
            let changes = ConfigurationChanges(from: old.configuration, to: configuration)
            var configuration = configuration
            configuration.server.host = old.configuration.server.host
            configuration.server.port = old.configuration.server.port
            let new = Generation(after: old, configuration, makeTarget: self.makeTarget, observe: self.observe)
            let retired = new.replaced(of: old).map {
                RetiredTarget(target: $0, generation: new.number, neededUntil: .now + $0.timeout)
            }
            self.current.withLockedValue { current in
                current.generation = new
                current.retired += retired
            }
            return changes
        }
    }

    /// Gives back the targets that nothing needs any more since they were replaced.
    ///
    /// A result set that is kept may ask its targets again, and a fetch may go on for as long as its target's time-out.
    func targetsToLetGo(now: ContinuousClock.Instant) -> [GuardedTarget] {
        self.current.withLockedValue { current in
            guard !current.retired.isEmpty else { return [] }
            let oldest = self.store.oldestGeneration(now: now) ?? .max
            for index in current.retired.indices where oldest < current.retired[index].generation {
                let end = now + current.retired[index].target.timeout
                current.retired[index].neededUntil = max(end, current.retired[index].neededUntil)
            }
            let free = current.retired.filter { $0.neededUntil <= now }
            current.retired.removeAll { $0.neededUntil <= now }
            return free.map(\.target)
        }
    }
}
