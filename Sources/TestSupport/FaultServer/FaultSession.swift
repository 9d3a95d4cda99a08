/// One connection of a fault server: what the script of a fault has at hand.
public struct FaultSession {
    var peer: MisbehavingServer.Peer
    let shelf: Shelf
    let journal: Journal
    /// Which connection of the server this is, from 1.
    let connection: Int
    /// Chance, the same for the same seed.
    var generator: SeededGenerator
    /// The seed's choice among the ways in which a fault shows itself.
    let variant: Int
    /// How long the client waits for an answer.
    let clientPatience: Duration
    private(set) var query = ""

    init(
        _ peer: MisbehavingServer.Peer,
        _ shelf: Shelf,
        _ journal: Journal,
        _ connection: Int,
        seed: UInt64,
        clientPatience: Duration
    ) {
        self.clientPatience = clientPatience
        self.peer = peer
        self.shelf = shelf
        self.journal = journal
        self.connection = connection
        self.variant = Int(seed % 60)
        self.generator = SeededGenerator(seed: seed &* 31 &+ UInt64(connection))
    }

    mutating func hang() async throws { try await self.peer.waitForClose() }

    func send(_ bytes: [UInt8]) async throws { try await self.peer.send(bytes) }

    func dribble(_ bytes: [UInt8]) async throws { try await self.peer.dribble(bytes, pause: .milliseconds(100)) }

    func pause(_ time: Duration) async throws { try await Task.sleep(for: time) }

    mutating func garbage(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self.generator) }
    }

    // MARK: Z39.50

    /// The next request, noted in the journal; nil when the client closed.
    mutating func question() async throws -> Z3950Question? {
        guard let bytes = try await self.peer.receive() else { return nil }
        var question = Z3950Question(bytes)
        switch question.kind {
        case .initialise:
            await self.journal.noteSession()
            if question.hasCredentials { await self.journal.noteCredentials() }
        case .search:
            self.query = question.query
            await self.journal.noteSearch(question.query)
        case .present:
            question.query = self.query
            await self.journal.notePresent(self.query)
        case .close, .other: break
        }
        return question
    }

    /// The records at some positions that exist.
    func entries(_ question: Z3950Question, _ positions: Range<Int>? = nil) -> [Z3950Answer.Entry] {
        self.positions(question, positions).map { .record(self.shelf.marc(question.query, $0)) }
    }

    func positions(_ question: Z3950Question, _ positions: Range<Int>? = nil) -> Range<Int> {
        (positions ?? question.start..<(question.start + question.count)).clamped(to: 1..<(self.shelf.count + 1))
    }

    /// The answer of a server without fault.
    func answer(_ question: Z3950Question) async -> [UInt8] {
        switch question.kind {
        case .initialise: return Z3950Answer.initialise(question.reference)
        case .search:
            await self.journal.noteSent(question.query, self.positions(question))
            return Z3950Answer.search(question.reference, hits: self.shelf.count, entries: self.entries(question))
        case .present:
            await self.journal.noteSent(question.query, self.positions(question))
            return Z3950Answer.present(question.reference, self.entries(question))
        case .close, .other: return Z3950Answer.close(reason: 0, "bye")
        }
    }

    /// Answers without fault what the script does not answer itself; `instead` says true for what it has answered.
    mutating func serve(
        instead: (inout FaultSession, Z3950Question) async throws -> Bool
    ) async throws {
        while let question = try await self.question() {
            if try await instead(&self, question) { continue }
            try await self.send(await self.answer(question))
            if question.kind == .close { return }
        }
    }

    /// Answers each request for records with entries made from the position; searches bring none along.
    mutating func serveRecords(
        entry: @Sendable (inout FaultSession, String, Int) -> Z3950Answer.Entry
    ) async throws {
        try await self.serve { session, question in
            switch question.kind {
            case .search:
                try await session.send(Z3950Answer.search(question.reference, hits: session.shelf.count))
            case .present:
                var entries: [Z3950Answer.Entry] = []
                for position in session.positions(question) {
                    entries.append(entry(&session, question.query, position))
                }
                try await session.send(Z3950Answer.present(question.reference, entries))
            default: return false
            }
            return true
        }
    }

    // MARK: SRU

    /// The next request of HTTP, noted in the journal; nil when the client closed.
    mutating func webQuestion() async throws -> SRUQuestion? {
        guard let head = try await self.peer.receiveHead() else { return nil }
        let question = SRUQuestion(head)
        await self.journal.noteSession()
        if question.hasCredentials { await self.journal.noteCredentials() }
        if question.isSearch { await self.journal.noteSearch(question.query) }
        return question
    }

    /// The answer of a server without fault.
    func answer(_ question: SRUQuestion) async -> [UInt8] {
        let positions = (question.start..<(question.start + question.count)).clamped(to: 1..<(self.shelf.count + 1))
        await self.journal.noteSent(question.query, positions)
        let records = positions.map { self.shelf.marcXML(question.query, $0) }
        return SRUAnswer.http(SRUAnswer.search(hits: String(self.shelf.count), records: records))
    }

    /// Answers without fault what the script does not answer itself.
    mutating func serveWeb(
        instead: (inout FaultSession, SRUQuestion) async throws -> Bool = { _, _ in false }
    ) async throws {
        while let question = try await self.webQuestion() {
            if try await instead(&self, question) { continue }
            try await self.send(await self.answer(question))
        }
    }

    /// Answers every request with the same octets.
    mutating func serveWeb(_ bytes: [UInt8]) async throws {
        try await self.serveWeb { session, _ in
            try await session.send(bytes)
            return true
        }
    }
}
