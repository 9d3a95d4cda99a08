import SRU
import Scoring
import TestSupport

@testable import Federation

/// What a reader is given, as far as it is checked.
struct SimulatedPage: CustomStringConvertible {
    let start: Int
    var clusters: [Cluster]
    let number: Int
    let announced: Int
    let precision: ResultCountPrecision
    var statuses: [TargetStatus]

    init(_ state: inout ResultSetState, start: Int, count: Int) {
        self.start = start
        self.number = state.numberOfRecords()
        self.clusters = Self.clusters(of: &state, start: start, count: count)
        self.announced = state.announced
        self.precision = state.precision
        self.statuses = state.statuses
    }

    static func clusters(of state: inout ResultSetState, start: Int, count: Int) -> [Cluster] {
        state.page(start: start, count: count).map(\.cluster)
    }

    var description: String {
        let targets = self.statuses.map { "\($0.id) \($0.word) \($0.fetched)/\($0.hits ?? -1)" }
        return "\(self.clusters.map(\.id)) of \(self.number) (\(self.precision)); \(targets.joined(separator: ", "))"
    }
}

/// What must hold in every history, found out from what the targets really said and not from what was made of it.
struct SimulationChecks {
    /// What one target has said to one query.
    private struct Told {
        var answers = 0
        var hits: Int?
        var failure: TargetFailure.Code?
        var records: Set<Int> = []
        var unreadable = 0
        var inFlight = 0
    }

    /// How often, and when, a target was asked.
    private struct Asked {
        var times: [Duration] = []
        var rate: Int?
        var failures = 0
        var probes = 0
        var openedAt: Duration?
        var pause = Duration.zero
        var extraRequests = 0
    }

    private(set) var violations: [String] = []
    private var told: [[Told]]
    private var asked: [Asked]
    /// By query and position, the cluster that was served there.
    private var served: [[Int: String]]

    init(targets: Int, rates: [Int?]) {
        let queries = SimulatedTarget.most.queries
        self.told = Array(repeating: Array(repeating: Told(), count: targets), count: queries)
        self.asked = rates.map { Asked(rate: $0) }
        self.served = Array(repeating: [:], count: queries)
    }

    mutating func report(_ text: String) { self.violations.append(text) }

    private mutating func require(_ holds: Bool, _ text: @autoclosure () -> String) {
        if !holds { self.violations.append(text()) }
    }

    // MARK: Asking

    mutating func began(_ fetch: ResultSetState.Fetch, _ query: Int) {
        self.require(self.told[query][fetch.target].inFlight == 0, "a target is asked twice at once for one result set")
        self.told[query][fetch.target].inFlight += 1
    }

    /// Nobody waits for what was asked for this query.
    mutating func abandoned(_ query: Int) {
        for index in self.told[query].indices { self.told[query][index].inFlight = 0 }
    }

    mutating func sent(_ index: Int, _ permit: Breaker.Permit, at time: Duration) {
        if let openedAt = self.asked[index].openedAt {
            self.require(time - openedAt >= self.asked[index].pause, "a target is asked while it is paused")
        }
        self.require(self.asked[index].probes == 0, "a target is asked while a probe is under way")
        if permit == .probe { self.asked[index].probes += 1 }
        self.asked[index].times.append(time)
        if let rate = self.asked[index].rate {
            let lately = self.asked[index].times.count { time - $0 < .seconds(1) }
            self.require(
                lately <= 2 * rate,
                "\(lately) requests in a second, where \(rate) are allowed and as many at once"
            )
        }
    }

    mutating func foundAlive(_ index: Int) { self.asked[index].openedAt = nil }

    /// How the breaker took an answer, beside how it should.
    mutating func noted(
        _ answer: TargetAnswer,
        _ index: Int,
        _ permit: Breaker.Permit,
        at time: Duration,
        before: String,
        after: String
    ) {
        if permit == .probe { self.asked[index].probes -= 1 }
        if before == "closed", permit == .ask {
            switch answer.failure?.code {
            case .refused, .closed, .searchTimeout, .presentTimeout, .protocolError:
                self.asked[index].failures += 1
                self.require(
                    self.asked[index].failures < 3 || after == "open",
                    "three failures in a row do not pause a target"
                )
            case .cancelled: break
            default: self.asked[index].failures = 0
            }
        }
        if after == "closed" { self.asked[index].openedAt = nil }
        guard after == "open", before != "open" else { return }
        self.asked[index].failures = 0
        self.asked[index].openedAt = answer.failure?.code == .cancelled ? nil : time
        switch (answer.failure?.code, answer.failure?.retryAfter) {
        case (_, let pause?): self.asked[index].pause = pause
        case (.authentication, _): self.asked[index].pause = .seconds(300)
        default: self.asked[index].pause = .seconds(4)
        }
    }

    mutating func extraRequests(_ count: Int, _ index: Int) { self.asked[index].extraRequests += count }

    mutating func amplification(_ target: SimulatedTarget) {
        let requests = target.requests + self.asked[target.number].extraRequests
        self.require(
            Double(requests) <= 1.1 * Double(target.firstTries) + 3,
            "\(requests) requests for \(target.firstTries) first tries"
        )
    }

    // MARK: Answers

    mutating func received(_ answer: TargetAnswer, _ fetch: ResultSetState.Fetch, _ query: Int) {
        var told = self.told[query][fetch.target]
        told.answers += 1
        told.inFlight -= 1
        told.hits = answer.hits ?? told.hits
        told.failure = answer.failure?.code
        told.unreadable += answer.unreadable.count
        for record in answer.records {
            self.require(told.records.insert(record.position).inserted, "a position is fetched twice")
        }
        self.told[query][fetch.target] = told
    }

    mutating func page(_ page: SimulatedPage, of reader: Simulation.Reader, at time: Duration) {
        self.require(time <= reader.deadline, "answered \(time - reader.deadline) after the deadline")
        let targets = self.asked.count
        self.require(page.statuses.count == targets, "\(page.statuses.count) of \(targets) targets are named")
        self.require(page.clusters.count <= reader.count, "more records than were asked for")
        self.require(page.clusters.count <= page.number, "more records than are counted")
        self.require(page.number <= page.announced, "the number told before is forgotten")
        var isComplete = true
        for (status, told) in zip(page.statuses, self.told[reader.query]) {
            self.status(status, told)
            let isWhole = told.hits == told.records.count + told.unreadable
            isComplete = isComplete && status.state == .ok && isWhole
        }
        self.require(page.precision != .exact || isComplete, "the number is called exact although something is missing")
        var ids: Set<String> = []
        for (offset, cluster) in page.clusters.enumerated() {
            let position = page.start + offset
            let known = self.served[reader.query][position]
            self.require(known == nil || known == cluster.id, "position \(position) shows another record than before")
            self.require(ids.insert(cluster.id).inserted, "a record stands twice on a page")
            self.served[reader.query][position] = cluster.id
            self.members(of: cluster, reader.query)
        }
    }

    /// What is said of a target, beside what it said itself.
    private mutating func status(_ status: TargetStatus, _ told: Told) {
        self.require(
            status.fetched == told.records.count,
            "\(status.id): \(status.fetched) of \(told.records.count) records"
        )
        self.require(status.unreadable == told.unreadable, "\(status.id): unreadable records are not accounted for")
        switch status.state {
        case .ok:
            self.require(
                told.answers > 0 && told.failure == nil,
                "\(status.id) failed or never answered, and is called ok"
            )
            self.require(status.hits == told.hits, "\(status.id): \(status.hits ?? -1) hits, not \(told.hits ?? -1)")
        case .failed:
            self.require(status.failure?.code == told.failure, "\(status.id): another failure than its own")
        case .late:
            self.require(told.inFlight > 0, "\(status.id) is called late and nobody asks it")
        }
    }

    private mutating func members(of cluster: Cluster, _ query: Int) {
        for member in cluster.members {
            self.require(SimulatedTarget.has(member, query: query), "a record of another query is in the answer")
        }
    }

    // MARK: The end

    /// Every record is in one cluster and in no other; whatever the order in which they came, the clusters are the same.
    mutating func end(_ state: inout ResultSetState, query: Int, isOrderTried: Bool) {
        let clusters = state.knownClusters()
        var found: Set<Place> = []
        for cluster in clusters {
            self.members(of: cluster, query)
            for member in cluster.members {
                let place = Place(target: member.target, position: member.position)
                self.require(found.insert(place).inserted, "a record is in two clusters")
            }
        }
        let expected = self.told[query].reduce(0) { $0 + $1.records.count }
        self.require(found.count == expected, "\(found.count) of \(expected) records are in the clusters")
        guard isOrderTried, expected > 0 else { return }
        let forth = self.list(query, Array(self.told[query].indices))
        let back = self.list(query, self.told[query].indices.reversed())
        self.require(forth == back, "another order of arrival gives another list")
    }

    private struct Place: Hashable {
        let target: String
        let position: Int
    }

    /// All clusters in their order when whole targets answer one after another.
    private func list(_ query: Int, _ order: [Int]) -> [String] {
        var state = ResultSetState(
            targets: order.indices.map { ("t\($0)", "t\($0)", nil) },
            ranking: Ranking([.init(.title, "sách q\(query)")]),
            limits: ResultSetLimits()
        )
        let fetches = state.startRound()
        for index in order {
            let records = self.told[query][index].records.sorted().map { SimulatedTarget.records[index][query][$0 - 1] }
            let answer = TargetAnswer(hits: SimulatedTarget.most.records, records: records)
            state.receive(answer, for: fetches[index], elapsed: .zero, now: .now)
        }
        state.freeze(upTo: .max)
        return SimulatedPage.clusters(of: &state, start: 1, count: 1_000).map {
            "\($0.id) \($0.members.map { "\($0.target) \($0.position)" })"
        }
    }
}
