extension Fault {
    /// A server with a script of the test's own.
    public static func scripted(
        _ name: String,
        _ speech: Speech = .z3950,
        _ script: @escaping @Sendable (inout FaultSession) async throws -> Void
    ) -> Fault {
        Fault(0, speech, name, script)
    }

    /// A server that takes another way to misbehave, or none, for each connection, as its seed decides.
    public static func changing(_ speech: Speech) -> Fault {
        let faults = Self.all.filter { $0.speech == speech && $0.row != 42 && $0.row != 20 }
        return Fault(0, speech, "changing") { session in
            let fault = faults.randomElement(using: &session.generator) ?? .soundZ3950
            try await fault.script(&session)
        }
    }

    /// A server all of whose records are that large, in octets; it holds one of them only, whatever it sends.
    public static func giants(of size: Int) -> Fault {
        let record = Shelf(target: "giant", count: 1).marc("giant", 1, title: [UInt8](repeating: 0x61, count: size))
        return Fault(42, .z3950, "giant records") { session in
            try await session.serve { session, question in
                switch question.kind {
                case .search:
                    try await session.send(Z3950Answer.search(question.reference, hits: session.shelf.count))
                case .present: try await session.sendCopies(of: record, question)
                default: return false
                }
                return true
            }
        }
    }
}

extension FaultSession {
    /// Serves without fault.
    public mutating func serve() async throws {
        try await self.serve(instead: { _, _ in false })
    }

    /// Serves one search on each connection, or closes every second connection when it is searched.
    public mutating func serveClosing(everyOther: Bool) async throws {
        let closes = everyOther && self.connection % 2 == 1
        try await self.serve { session, question in
            guard question.kind == .search else { return false }
            if closes { throw FaultEnd() }
            try await session.send(await session.answer(question))
            throw FaultEnd()
        }
    }

    /// Answers a present with the same record at every position, piece by piece.
    func sendCopies(of record: [UInt8], _ question: Z3950Question) async throws {
        let syntax = BER.universal(6, BER.oid(Z3950Answer.marc21))
        let octets = BER.head(0x80, 1, record.count)
        let external = BER.head(0x20, 8, syntax.count + octets.count + record.count)
        var head = external + syntax + octets
        for _ in 0..<2 { head = BER.head(0xA0, 1, head.count + record.count) + head }
        head = BER.head(0x20, 16, head.count + record.count) + head
        let count = self.positions(question).count
        let records = BER.head(0xA0, 28, count * (head.count + record.count))
        let fields = Z3950Answer.reference(question.reference).flatMap(\.self) + BER.context(27, [0])
        let length = fields.count + records.count + count * (head.count + record.count)
        try await self.send(BER.head(0xA0, 25, length) + fields + records)
        for _ in 0..<count {
            try await self.send(head)
            for start in stride(from: 0, to: record.count, by: 1 << 16) {
                try await self.send(Array(record[start..<min(start + (1 << 16), record.count)]))
            }
        }
    }
}
