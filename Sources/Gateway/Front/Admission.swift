import Federation

/// Decides which requests are answered at once, which wait for their turn and which are refused.
///
/// There is one number of places. Programs may take only a part of them, and a place that falls free goes to a person
/// first. A value without clock or tasks: whoever holds it sees to it that nobody waits for ever.
struct Admission: Sendable {
    /// A request that waits.
    struct Ticket: Sendable, Hashable {
        fileprivate let number: Int
        /// Its class.
        let requestClass: RequestClass
    }

    /// What becomes of a request.
    enum Decision: Sendable, Hashable {
        /// It has a place, until ``Admission/leave(_:)``.
        case admitted
        /// It waits.
        case waits(Ticket)
        /// There is no place to wait either.
        case refused
    }

    /// The bounds; they may change at any time.
    var limits: TrafficLimits
    private(set) var interactive = 0
    private(set) var machine = 0
    private var interactiveQueue: [Ticket] = []
    private var machineQueue: [Ticket] = []
    private var nextNumber = 0

    init(limits: TrafficLimits) {
        self.limits = limits
    }

    /// How many wait.
    var waiting: Int { self.interactiveQueue.count + self.machineQueue.count }

    /// A request has come.
    mutating func arrive(_ requestClass: RequestClass) -> Decision {
        let queue = requestClass == .interactive ? self.interactiveQueue.count : self.waiting
        if queue == 0, self.hasPlace(for: requestClass) {
            self.take(requestClass)
            return .admitted
        }
        self.nextNumber += 1
        let ticket = Ticket(number: self.nextNumber, requestClass: requestClass)
        switch requestClass {
        case .interactive:
            guard self.interactiveQueue.count < self.limits.queue else { return .refused }
            self.interactiveQueue.append(ticket)
        case .machine:
            guard self.machineQueue.count < self.limits.machineQueue else { return .refused }
            self.machineQueue.append(ticket)
        }
        return .waits(ticket)
    }

    /// A request that had a place is done.
    ///
    /// - Returns: those whose turn it is now; each has a place.
    mutating func leave(_ requestClass: RequestClass) -> [Ticket] {
        switch requestClass {
        case .interactive: self.interactive -= 1
        case .machine: self.machine -= 1
        }
        var admitted: [Ticket] = []
        while !self.interactiveQueue.isEmpty, self.hasPlace(for: .interactive) {
            admitted.append(self.interactiveQueue.removeFirst())
            self.take(.interactive)
        }
        while !self.machineQueue.isEmpty, self.hasPlace(for: .machine) {
            admitted.append(self.machineQueue.removeFirst())
            self.take(.machine)
        }
        return admitted
    }

    /// A request will not wait any longer.
    ///
    /// - Returns: false when its turn has come already, so that it has a place to leave.
    mutating func abandon(_ ticket: Ticket) -> Bool {
        if let index = self.interactiveQueue.firstIndex(of: ticket) {
            self.interactiveQueue.remove(at: index)
            return true
        }
        if let index = self.machineQueue.firstIndex(of: ticket) {
            self.machineQueue.remove(at: index)
            return true
        }
        return false
    }

    private func hasPlace(for requestClass: RequestClass) -> Bool {
        guard self.interactive + self.machine < self.limits.concurrent else { return false }
        return requestClass == .interactive || self.machine < self.limits.machineConcurrent
    }

    private mutating func take(_ requestClass: RequestClass) {
        switch requestClass {
        case .interactive: self.interactive += 1
        case .machine: self.machine += 1
        }
    }
}
