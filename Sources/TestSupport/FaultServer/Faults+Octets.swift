extension Fault {
    /// Rows 17 to 24: what comes is no Z39.50, or a strange one.
    static let octets: [Fault] = [
        Fault(17, .z3950, "garbage") { session in
            _ = try await session.question()
            let bytes = session.garbage(2_000)
            // A first octet that could begin an APDU is another fault's business.
            try await session.send([bytes[0] & 0x7F] + bytes)
            try await session.hang()
        },
        Fault(17, .sru, "garbage") { session in
            try await session.serveWeb(session.garbage(2_000))
        },
        Fault(18, .z3950, "HTTP or SSH on the port") { session in
            let greetings = ["SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "220 mail ready\r\n"]
            try await session.send(Array(greetings[session.variant % 3].utf8))
            try await session.hang()
        },
        Fault(19, .z3950, "giant length") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                let lengths: [[UInt8]] = [
                    [0x84, 0x7F, 0xFF, 0xFF, 0xFF], [0x88, 0x7F] + [UInt8](repeating: 0xFF, count: 7),
                    [0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0xFE] + [UInt8](repeating: 1, count: 126),
                ]
                try await session.send([0xB7] + lengths[session.variant % lengths.count])
                try await session.hang()
                return true
            }
        },
        Fault(20, .z3950, "flood behind a length") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                try await session.send(session.variant % 2 == 0 ? [0xB7, 0x84, 0x01, 0x80, 0, 0] : [0xB7, 0x80])
                let lump = [UInt8](repeating: 0x04, count: 1 << 16)
                for _ in 0..<400 { try await session.send([0x04, 0x82, 0xFF, 0xFC] + lump.prefix(0xFFFC)) }
                try await session.hang()
                return true
            }
        },
        Fault(20, .sru, "flood without an end") { session in
            try await session.serveWeb { session, _ in
                try await session.send(Array("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<a>".utf8))
                let lump = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 16)
                for _ in 0..<400 { try await session.send(lump) }
                try await session.hang()
                return true
            }
        },
        Fault(21, .z3950, "thousands of tiny elements") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                let tiny = Array([[UInt8]](repeating: [0x81, 0], count: 250_000).joined())
                try await session.send([0xB7, 0x80] + tiny + [0, 0])
                try await session.hang()
                return true
            }
        },
        Fault(22, .z3950, "deep nesting") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                if session.variant % 2 == 0 {
                    let nested = Array([[UInt8]](repeating: [0x30, 0x80], count: 5_000).joined())
                    try await session.send([0xB7, 0x80] + nested)
                } else {
                    var nested: [UInt8] = []
                    for _ in 0..<2_000 { nested = [0x30] + BER.length(nested.count) + nested }
                    try await session.send(BER.context(23, of: [nested]))
                }
                try await session.hang()
                return true
            }
        },
        Fault(24, .z3950, "well-formed but odd") { session in
            let variant = session.variant % 6
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                let reference = Z3950Answer.reference(question.reference)
                let hits = BER.context(23, BER.integer(session.shelf.count))
                let succeeded = BER.context(22, [0xFF])
                let title = session.shelf.marc(question.query, 1)
                let bare = BER.universal(8, of: [BER.context(1, title)])
                let pieces = BER.universal(
                    8,
                    of: [
                        BER.universal(6, BER.oid(Z3950Answer.marc21)),
                        BER.context(
                            1,
                            of: [BER.universal(4, Array(title[..<9])), BER.universal(4, Array(title[9...]))]
                        ),
                    ]
                )
                let empty = BER.universal(8, of: [BER.universal(6, []), BER.context(1, [])])
                func records(_ external: [UInt8]) -> [UInt8] {
                    let entry = BER.universal(16, of: [BER.context(1, of: [BER.context(1, of: [external])])])
                    return BER.context(28, of: [entry])
                }
                let fields: [[UInt8]] =
                    switch variant {
                    case 0: [hits, succeeded, records(bare)]
                    case 1: [hits, succeeded, records(pieces)]
                    case 2: [hits, succeeded, records(empty)]
                    case 3: [hits]
                    case 4: [BER.context(23, []), succeeded]
                    default: [hits, succeeded, BER.context(28, of: [BER.universal(16, of: [])]), BER.context(99, [1])]
                    }
                try await session.send(BER.context(23, of: reference + fields))
                return true
            }
        },
    ]

    /// Rows 23, 25 and 26: answers that nobody asked for.
    static let order: [Fault] = [
        Fault(23, .z3950, "an answer of another kind") { session in
            let variant = session.variant % 3
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                let wrong =
                    switch variant {
                    case 0: Z3950Answer.present(question.reference, session.entries(question, 1..<3))
                    case 1: Z3950Answer.initialise(question.reference)
                    default: BER.context(22, of: Z3950Answer.reference(question.reference))
                    }
                try await session.send(wrong)
                try await session.hang()
                return true
            }
        },
        Fault(25, .z3950, "one answer too many") { session in
            let echoes = session.variant % 2 == 0
            try await session.serve { session, question in
                guard question.kind == .search || !echoes else { return false }
                guard echoes else {
                    // This server sends no references back, so that a stray answer looks like a true one.
                    var bare = question
                    bare = Z3950Question(withoutReference: bare)
                    let answer = await session.answer(bare)
                    let isSearch = question.kind == .search
                    let stray = Z3950Answer.search(nil, hits: 77, entries: session.entries(bare, 1..<3))
                    try await session.send(isSearch ? answer + stray : answer)
                    return true
                }
                let next = (question.reference.map { String(decoding: $0, as: UTF8.self) }).flatMap { Int($0) } ?? 0
                let guessed = Array(String(next + 1).utf8)
                let stray = Z3950Answer.present(guessed, session.entries(question, 1..<3))
                try await session.send(await session.answer(question) + stray)
                return true
            }
        },
        Fault(26, .z3950, "answers without end") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                let answer = await session.answer(question)
                for _ in 0..<200 { try await session.send(answer) }
                return true
            }
        },
    ]
}
