import Dispatch
import Glibc

/// Searches one after another by some clients at once, and what they cost.
struct Load {
    /// CPU time of the process, that of the clients' threads taken off.
    var cpu = CPUTime()
    var clientCPU = CPUTime()
    var elapsed = Duration.zero
    var memory = Memory()
    var answers: [Answer] = []

    /// One answer as a client saw it.
    struct Answer: Sendable {
        var wait: Duration
        var bytes: Int
        var records: Int
        /// Records that the targets sent, and targets that answered.
        var fetched: Int
        var targets: Int
    }

    /// Asks for all paths; each client has its share and a connection of its own.
    static func run(_ paths: [String], port: Int, clients: Int) async throws -> Load {
        var load = Load()
        let began = ContinuousClock.now
        let before = CPUTime.process
        try await withThrowingTaskGroup(of: ([Answer], CPUTime).self) { group in
            for client in 0..<clients {
                let share = stride(from: client, to: paths.count, by: clients).map { paths[$0] }
                group.addTask { try await Self.ask(share, port: port) }
            }
            for try await (answers, cpu) in group {
                load.answers += answers
                load.clientCPU = load.clientCPU + cpu
            }
        }
        load.elapsed = ContinuousClock.now - began
        load.cpu = CPUTime.process - before - load.clientCPU
        load.memory = Memory.current()
        return load
    }

    /// Asks on a thread of its own.
    private static func ask(_ paths: [String], port: Int) async throws -> ([Answer], CPUTime) {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "client").async {
                let before = CPUTime.thread
                continuation.resume(
                    with: Result {
                        var client = try BlockingClient(port: port)
                        var answers: [Answer] = []
                        for path in paths {
                            let began = ContinuousClock.now
                            let body = try client.get(path)
                            answers.append(Answer(body, wait: ContinuousClock.now - began))
                        }
                        return (answers, CPUTime.thread - before)
                    }
                )
            }
        }
    }
}

extension Load.Answer {
    init(_ body: [UInt8], wait: Duration) {
        self.init(wait: wait, bytes: body.count, records: 0, fetched: 0, targets: 0)
        self.records = Self.occurrences(of: "<zs:recordPosition>", in: body).count
        for place in Self.occurrences(of: " fetched=\"", in: body) {
            let digits = body[place...].prefix { (0x30...0x39).contains($0) }
            self.fetched += digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            self.targets += digits == [0x30] ? 0 : 1
        }
    }

    /// The places behind a text in others.
    private static func occurrences(of text: String, in body: [UInt8]) -> [Int] {
        let sought = Array(text.utf8)
        var places: [Int] = []
        var index = 0
        while index + sought.count <= body.count {
            if body[index] == sought[0], body[index..<(index + sought.count)].elementsEqual(sought) {
                index += sought.count
                places.append(index)
            } else {
                index += 1
            }
        }
        return places
    }
}

extension Load {
    /// Prints the figures for a search.
    func print(targets: Int) {
        let count = Double(max(self.answers.count, 1))
        func mean(_ value: (Answer) -> Int) -> String {
            Figure.text(Double(self.answers.reduce(0) { $0 + value($1) }) / count)
        }
        let waits = self.answers.map(\.wait.milliseconds).sorted()
        Figure.print("searches", "\(self.answers.count) over \(targets) targets")
        Figure.print("CPU per search", self.cpu.total / count * 1_000, "ms")
        Figure.print("  user", self.cpu.user / count * 1_000, "ms")
        Figure.print("  system", self.cpu.system / count * 1_000, "ms")
        Figure.print("client's CPU per search (not counted)", self.clientCPU.total / count * 1_000, "ms")
        Figure.print("wait, median", waits[waits.count / 2], "ms")
        Figure.print("wait, 95 %", waits[waits.count * 95 / 100], "ms")
        Figure.print("searches per second", count / (self.elapsed.milliseconds / 1_000), "")
        Figure.print("targets that answered", mean(\.targets))
        Figure.print("records from targets per search", mean(\.fetched))
        Figure.print("records on the page", mean(\.records))
        Figure.print("bytes of the answer", mean(\.bytes))
        Figure.print("memory", self.memory.resident, "MiB")
        Figure.print("memory at most", self.memory.peak, "MiB")
    }
}
