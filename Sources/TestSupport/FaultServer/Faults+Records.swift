extension Fault {
    /// Rows 33, 35 to 39, 41 and 42: records that are none, or not as they should be.
    static let records: [Fault] = [
        Fault(33, .z3950, "surrogate diagnostics") { session in
            try await session.serveRecords { session, query, position in
                position % 3 == 0
                    ? .surrogate(14, "broken here") : .record(session.shelf.marc(query, position))
            }
        },
        Fault(33, .sru, "surrogate diagnostics") { session in
            try await session.serveWebRecords { session, query, position in
                position % 3 == 0 ? SRUAnswer.diagnostic(64, "broken here") : session.shelf.marcXML(query, position)
            }
        },
        Fault(35, .z3950, "unknown syntax") { session in
            try await session.serveRecords { session, query, position in
                .record(session.shelf.marc(query, position), syntax: [1, 2, 840, 10003, 5, 1000, 99, 1])
            }
        },
        Fault(36, .z3950, "bad directory") { session in
            try await session.serveRecords { session, query, position in
                var bytes = session.shelf.marc(query, position)
                // An offset, a length, or the base address is off.
                let places = [24 + 7, 24 + 5, 24 + 12 + 8, 14]
                let place = places[(session.variant + position) % places.count]
                bytes[place] = UInt8(ascii: "9")
                return .record(bytes)
            }
        },
        Fault(37, .z3950, "truncated, empty or random records") { session in
            try await session.serveRecords { session, query, position in
                let whole = session.shelf.marc(query, position)
                switch (session.variant + position) % 4 {
                case 0: return .record([])
                case 1: return .record(session.garbage(150))
                case 2: return .record(Array(whole.prefix(30)))
                default: return .record(whole)
                }
            }
        },
        Fault(37, .sru, "damaged records") { session in
            try await session.serveWebRecords { session, query, position in
                switch (session.variant + position) % 3 {
                case 0: ""
                case 1: "<record><leader>x</leader></wrong>"
                default: session.shelf.marcXML(query, position)
                }
            }
        },
        Fault(38, .z3950, "wrong character set") { session in
            try await session.serveRecords { session, query, position in
                // ISO 8859-1 in a record that says it is UTF-8.
                let title = "Étude n° \(position) sur \(query) à \(session.shelf.target)"
                return .record(
                    session.shelf.marc(query, position, title: title.unicodeScalars.map { UInt8($0.value) })
                )
            }
        },
        Fault(39, .z3950, "control characters") { session in
            try await session.serveRecords { session, query, position in
                let junk = ["\u{1}\u{8}\u{1B}[31m", "\u{FFFE}\u{FFFF}", "]]>&<x>", "\u{0}\u{7F}\u{9F}"]
                let title = session.shelf.title(query, position) + junk[(session.variant + position) % junk.count]
                return .record(session.shelf.marc(query, position, title: Array(title.utf8)))
            }
        },
        Fault(39, .sru, "control characters") { session in
            try await session.serveWebRecords { session, query, position in
                let junk = ["\u{1}\u{8}", "\u{FFFE}", "]]&gt;&amp; & B", "&#1;&#xFFFF;"]
                let title = session.shelf.title(query, position) + junk[(session.variant + position) % junk.count]
                return session.shelf.marcXML(query, position, title: title)
            }
        },
        Fault(40, .z3950, "2^62 hits") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                try await session.send(Z3950Answer.search(question.reference, hits: 1 << 62))
                return true
            }
        },
        Fault(41, .z3950, "the same identifier on every record") { session in
            try await session.serveRecords { session, query, position in
                .record(session.shelf.marc(query, position, identifier: "1"))
            }
        },
        Fault(42, .z3950, "a record of 5 or 20 MB") { session in
            try await session.serveRecords { session, query, position in
                guard position == 3 else { return .record(session.shelf.marc(query, position)) }
                let size = session.variant % 2 == 0 ? 5 << 20 : 20 << 20
                return .record(session.shelf.marc(query, position) + [UInt8](repeating: 0x61, count: size))
            }
        },
        Fault(42, .sru, "a record of 5 MB") { session in
            try await session.serveWebRecords { session, query, position in
                let title = session.shelf.title(query, position)
                return session.shelf.marcXML(
                    query,
                    position,
                    title: position == 3
                        ? title + String(repeating: String(repeating: "a", count: 1 << 10), count: 5 << 10) : title
                )
            }
        },
    ]
}

extension FaultSession {
    /// Answers searches of SRU with records made from the position.
    mutating func serveWebRecords(
        record: @Sendable (inout FaultSession, String, Int) -> String
    ) async throws {
        try await self.serveWeb { session, question in
            var records: [String] = []
            let end = min(question.start + question.count, session.shelf.count + 1)
            for position in question.start..<max(end, question.start) {
                records.append(record(&session, question.query, position))
            }
            let body = SRUAnswer.search(hits: "\(session.shelf.count)", records: records)
            try await session.send(SRUAnswer.http(body))
            return true
        }
    }
}
