import CQL
import Federation
import Foundation
import MARC
import SRU
import Scoring
import TestSupport

/// One fault once: a federation of two sound targets and the faulty one, searched through real sockets.
struct FaultTrial: Sendable {
    let contract: FaultContract
    let seed: UInt64
    /// The sound servers' ports, and the records they have.
    let sound: (z3950: Int, sru: Int)
    static let soundCount = 6
    /// How much later than the deadline an answer may be.
    let tolerance: Duration
    /// All times are so many times as long, for busy machines.
    var pace: Double

    /// What was found.
    struct Outcome: Sendable {
        var word = ""
        var milliseconds = 0
        /// How much later than the deadline the last answer was.
        var overtime = Duration.zero
        var requests = 0
        var soundRecords = 0
        var expectedSoundRecords = 0
        var crossed = 0
        var silentZeros = 0
        var problems: [String] = []
        /// How often it was tried before, with less time.
        var repeats = 0
    }

    func run() async -> Outcome {
        let contract = self.contract
        return await FaultTests.watching("row \(contract.row) \(contract.speech) \(contract.name), seed \(self.seed)") {
            var outcome = Outcome()
            do {
                let journal = Journal()
                outcome = try await self.withTarget(journal) { try await self.search($0, journal) }
            } catch {
                outcome.problems.append("\(error)")
            }
            return outcome
        }
    }

    // MARK: The faulty target

    private func withTarget(
        _ journal: Journal,
        _ body: @Sendable (String) async throws -> Outcome
    ) async throws -> Outcome {
        let shelf = Shelf(target: "faulty", count: FaultContract.count)
        switch self.contract.place {
        case .server(let fault):
            return try await withFaultServer(
                fault,
                shelf: shelf,
                journal: journal,
                seed: self.seed,
                clientPatience: self.timeout
            ) {
                port in
                try await body(self.access(port: port))
            }
        case .silentTLS(let fault):
            return try await withFaultServer(
                fault,
                shelf: shelf,
                journal: journal,
                seed: self.seed,
                clientPatience: self.timeout
            ) {
                port in
                try await body(self.access(port: port, tls: "tls: true"))
            }
        case .nobody: return try await body(self.access(port: freePort()))
        case .blackHole: return try await withFullBacklog { try await body(self.access(port: $0)) }
        case .noAddress: return try await body(self.access(host: "no-such-host.invalid", port: 210))
        case .certificate(let kind):
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("faults-\(UUID())").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let certificate = try await TestCertificate.make(
                name: kind == .otherName ? "library.example" : "localhost",
                days: kind == .expired ? 0 : 2,
                in: folder
            )
            if kind == .expired { try await Task.sleep(for: .milliseconds(1_100)) }
            let trust = kind == .selfSigned ? "tls: true" : "tls: {ca: '\(certificate.certificateFile)'}"
            return try await withZTest(arguments: ["-C", certificate.bothFile], transport: "ssl") { port in
                try await body(self.access(host: "localhost", port: port, tls: trust))
            }
        }
    }

    /// The entry's keys that say where the target is.
    private func access(host: String = "127.0.0.1", port: Int, tls: String? = nil) -> String {
        switch self.contract.speech {
        case .z3950:
            "protocol: z3950, host: \(host), port: \(port), database: Default, presentChunk: 4, "
                + (tls.map { $0 + ", " } ?? "")
                + "authentication: {style: idpass, user: reader, password: secret-word}"
        case .sru:
            "protocol: sru, url: '\(tls == nil ? "http" : "https")://\(host):\(port)/db', chunk: 4, "
                + "authentication: {style: basic, user: reader, password: secret-word}"
        }
    }

    private var timeout: Duration { .milliseconds(Int64(self.contract.seconds.timeout * self.pace * 1_000)) }

    private func configuration(_ access: String) throws -> Configuration {
        try Configuration.parse(
            """
            server: {deadline: 2s}
            databases: {all: {targets: all}}
            targets:
              - {id: sound-a, protocol: z3950, host: 127.0.0.1, port: \(self.sound.z3950), database: Default}
              - {id: faulty, timeout: \(self.timeout.milliseconds)ms, \(access)}
              - {id: sound-b, protocol: sru, url: 'http://127.0.0.1:\(self.sound.sru)/db'}
            """
        )
    }

    // MARK: Searching and checking

    private func search(_ access: String, _ journal: Journal) async throws -> Outcome {
        let configuration = try self.configuration(access)
        let base = Int(self.seed % 1_000_000) * 10
        return try await withFederation(configuration) { federation in
            var outcome = Outcome()
            let first = "q\(base + 1)"
            let page = try await self.page(federation, first, &outcome)
            try await self.checkFirst(page, first, journal, &outcome)
            let asked = await journal.sessions
            // Two at once: what one brings must never be in the other's answer.
            let words = [first] + (2...3).map { "q\(base + $0)" }
            let rest = try await withThrowingTaskGroup(of: Outcome.self) { group in
                for word in words.dropFirst() {
                    group.addTask {
                        var outcome = Outcome()
                        let page = try await self.page(federation, word, &outcome)
                        self.checkLater(page, &outcome)
                        return outcome
                    }
                }
                return try await group.reduce(into: [Outcome]()) { $0.append($1) }
            }
            for later in rest { outcome.add(later) }
            if self.contract.pausesAtOnce, await journal.sessions != asked {
                outcome.problems.append("asked although it was to be left alone")
            }
            return outcome
        }
    }

    private func page(_ federation: Federation, _ word: String, _ outcome: inout Outcome) async throws -> Page {
        let query = try ResolvedQuery(CQLQuery.parse("dc.title = \"\(word)\""))
        let deadline = Duration.milliseconds(Int64(self.contract.seconds.deadline * self.pace * 1_000))
        let began = ContinuousClock.now
        let page = try await federation.search(database: "all", query: query, count: 100, deadline: began + deadline)
        outcome.overtime = max(outcome.overtime, ContinuousClock.now - began - deadline)
        self.check(page, word, &outcome)
        return page
    }

    /// What is true of every answer, whatever the fault.
    private func check(_ page: Page, _ word: String, _ outcome: inout Outcome) {
        if outcome.overtime > self.tolerance * self.pace {
            outcome.problems.append("answered \(outcome.overtime) too late")
        }
        if page.targets.count != 3 { outcome.problems.append("\(page.targets.count) targets are named") }
        var places: Set<String> = []
        for member in page.clusters.flatMap(\.members) {
            let title = member.record.first("245")?["a"] ?? ""
            if !places.insert("\(member.target) \(member.position)").inserted {
                outcome.problems.append("\(member.target) has two records at \(member.position)")
            }
            let queries = title.matches(of: /q[0-9]+/).map { String($0.output) }
            if queries.contains(where: { $0 != word }) { outcome.crossed += 1 }
            guard member.target != "faulty" else { continue }
            let shelf = Shelf(target: member.target, count: Self.soundCount)
            if title != shelf.title(word, member.position) {
                outcome.crossed += 1
            } else {
                outcome.soundRecords += 1
            }
        }
        outcome.expectedSoundRecords += 2 * Self.soundCount
        for status in page.targets {
            if status.state == .ok, (status.hits ?? 0) == 0 { outcome.silentZeros += 1 }
            if "\(status)".contains("secret-word") { outcome.problems.append("the password is told") }
            if status.id != "faulty", status.state != .ok { outcome.problems.append("\(status.id): \(status.word)") }
        }
        guard let faulty = page.targets.first(where: { $0.id == "faulty" }) else { return }
        let isMissing = faulty.state == .failed || faulty.hits == nil
        if isMissing, ![.minimum, .estimate].contains(page.precision) {
            outcome.problems.append("the number is said to be \(page.precision) although a target is missing")
        }
        if page.numberOfRecords < page.clusters.count { outcome.problems.append("more records than are counted") }
    }

    private func checkFirst(_ page: Page, _ word: String, _ journal: Journal, _ outcome: inout Outcome) async throws {
        guard let faulty = page.targets.first(where: { $0.id == "faulty" }) else { return }
        let contract = self.contract
        outcome.word = faulty.word
        outcome.milliseconds = faulty.milliseconds ?? -1
        outcome.requests = await journal.requests(word)
        if !contract.words.contains(faulty.word) { outcome.problems.append("the outcome is \(faulty.description)") }
        if let hits = contract.hits, faulty.hits != hits { outcome.problems.append("hits: \(faulty.description)") }
        if let readable = contract.readable, !readable.contains(faulty.fetched) {
            outcome.problems.append("\(faulty.fetched) records, not \(readable)")
        }
        if contract.isAccounted, faulty.fetched + faulty.unreadable != FaultContract.count {
            outcome.problems.append("\(faulty.fetched) records and \(faulty.unreadable) unreadable ones")
        }
        if outcome.requests > contract.requests {
            outcome.problems.append("\(outcome.requests) requests for one search")
        }
        if contract.hasNote, faulty.note == nil { outcome.problems.append("no note of the other words") }
    }

    /// Of the searches after the first: the same word, or paused.
    private func checkLater(_ page: Page, _ outcome: inout Outcome) {
        guard let faulty = page.targets.first(where: { $0.id == "faulty" }) else { return }
        var words = self.contract.words
        // One that was late may have answered or failed by now.
        if words.contains("late") { words.formUnion(["busy", "paused"]) }
        if self.contract.pausesAtOnce {
            words = ["paused"]
        } else if words.isDisjoint(with: ["ok", "diagnostic", "presentFailed", "shortPresent"]) {
            words.insert("paused")
        }
        if !words.isDisjoint(with: ["protocol", "badResponse"]) { words.insert("paused") }
        // Answers that are too large cost retries, of which there are few.
        if self.contract.row == 42 { words.insert("tooLarge") }
        if !words.contains(faulty.word) { outcome.problems.append("later the outcome is \(faulty.description)") }
    }
}

extension FaultTrial.Outcome {
    /// Takes in the figures of another search of the same trial.
    mutating func add(_ other: Self) {
        self.overtime = max(self.overtime, other.overtime)
        self.soundRecords += other.soundRecords
        self.expectedSoundRecords += other.expectedSoundRecords
        self.crossed += other.crossed
        self.silentZeros += other.silentZeros
        self.problems += other.problems
    }
}

extension TargetStatus {
    var word: String { self.failure?.code.rawValue ?? self.state.rawValue }

    var description: String {
        "\(self.word), hits \(self.hits.map(String.init) ?? "unknown"), \(self.fetched) records; "
            + (self.failure?.message ?? self.note ?? "")
    }
}
