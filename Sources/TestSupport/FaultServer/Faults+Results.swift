extension Fault {
    /// Rows 27 to 32, 34 and 40: the search succeeds, or says why not, and the rest does not fit.
    static let results: [Fault] = [
        Fault(27, .z3950, "diagnostic only") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                let refusal = (31, "resources exhausted here")
                try await session.send(
                    Z3950Answer.search(question.reference, hits: 0, diagnostic: refusal, succeeds: false)
                )
                return true
            }
        },
        Fault(27, .sru, "diagnostic only") { try await $0.serveWeb(SRUAnswer.refusal(57, "resources exhausted here")) },
        Fault(28, .z3950, "hits, but present fails") { session in
            try await session.serve { session, question in
                if question.kind == .search {
                    try await session.send(Z3950Answer.search(question.reference, hits: session.shelf.count))
                } else if question.kind == .present {
                    try await session.send(
                        Z3950Answer.present(question.reference, [], diagnostic: (14, "system error in presenting"))
                    )
                } else {
                    return false
                }
                return true
            }
        },
        Fault(29, .z3950, "result set expired, once") { session in
            try await session.serve { session, question in
                guard question.kind == .present, session.connection == 1, question.start > 4 else { return false }
                guard await session.journal.searches[question.query] == 1 else { return false }
                try await session.send(Z3950Answer.present(question.reference, [], diagnostic: (30, "default")))
                return true
            }
        },
        Fault(30, .z3950, "hits, but no records") { session in
            try await session.serve { session, question in
                if question.kind == .search {
                    try await session.send(Z3950Answer.search(question.reference, hits: session.shelf.count))
                } else if question.kind == .present {
                    try await session.send(Z3950Answer.present(question.reference, []))
                } else {
                    return false
                }
                return true
            }
        },
        Fault(31, .z3950, "one record a present") { session in
            try await session.serve { session, question in
                guard question.kind == .present || question.kind == .search else { return false }
                var one = question
                one.count = min(1, question.count)
                try await session.send(await session.answer(one))
                return true
            }
        },
        Fault(31, .sru, "one record an answer") { session in
            try await session.serveWeb { session, question in
                var one = question
                one.count = min(1, question.count)
                try await session.send(await session.answer(one))
                return true
            }
        },
        Fault(32, .z3950, "more records than asked for") { session in
            try await session.serve { session, question in
                guard question.kind == .present else { return false }
                await session.journal.noteSent(question.query, session.positions(question))
                let more = question.start..<(question.start + question.count + 5)
                let strays = session.entries(question, 1..<4)
                try await session.send(
                    Z3950Answer.present(question.reference, session.entries(question, more) + strays)
                )
                return true
            }
        },
        Fault(32, .sru, "more records than asked for") { session in
            try await session.serveWeb { session, question in
                let records = (1...(session.shelf.count + 6)).map { session.shelf.marcXML(question.query, $0) }
                await session.journal.noteSent(question.query, 1..<(session.shelf.count + 1))
                guard question.start == 1 else { return false }
                try await session.send(
                    SRUAnswer.http(SRUAnswer.search(hits: "\(session.shelf.count)", records: records))
                )
                return true
            }
        },
        Fault(34, .z3950, "another syntax only") { session in
            // By turns the server refuses the syntax as a whole, or in each record's place, or never has another one.
            let variant = session.variant % 3
            try await session.serve { session, question in
                let isXML = question.syntax.suffix(2) == [109, 10]
                switch question.kind {
                case .search:
                    try await session.send(Z3950Answer.search(question.reference, hits: session.shelf.count))
                case .present where variant == 2:
                    let entries = session.positions(question).map { _ in
                        Z3950Answer.Entry.record(Array("plain text".utf8), syntax: Z3950Answer.sutrs)
                    }
                    try await session.send(Z3950Answer.present(question.reference, entries))
                case .present where isXML:
                    let entries = session.positions(question).map { position in
                        let record = session.shelf.marcXML(question.query, position)
                        return Z3950Answer.Entry.record(Array(record.utf8), syntax: Z3950Answer.xml)
                    }
                    await session.journal.noteSent(question.query, session.positions(question))
                    try await session.send(Z3950Answer.present(question.reference, entries))
                case .present where variant == 0:
                    try await session.send(
                        Z3950Answer.present(question.reference, [], diagnostic: (239, "1.2.840.10003.5.10"))
                    )
                case .present:
                    let entries = session.positions(question).map { _ in Z3950Answer.Entry.surrogate(238, "XML") }
                    try await session.send(Z3950Answer.present(question.reference, entries))
                default: return false
                }
                return true
            }
        },
        Fault(34, .sru, "another schema, version or parameter") { session in
            let variant = session.variant % 3
            try await session.serveWeb { session, question in
                switch variant {
                case 0 where question.schema != "MARC21-xml":
                    try await session.send(SRUAnswer.refusal(66, question.schema ?? ""))
                case 1 where question.version != "1.2":
                    try await session.send(SRUAnswer.refusal(5, "1.2"))
                case 2 where question.schema != nil:
                    try await session.send(SRUAnswer.refusal(8, "recordSchema"))
                default: return false
                }
                return true
            }
        },
        Fault(40, .z3950, "negative hits") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                try await session.send(Z3950Answer.search(question.reference, hits: -session.shelf.count))
                return true
            }
        },
        Fault(40, .sru, "negative hits") { session in
            try await session.serveWeb(SRUAnswer.http(SRUAnswer.search(hits: "-5", records: [])))
        },
    ]
}
