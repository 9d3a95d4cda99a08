extension Fault {
    /// Rows 5 to 8: the connection stands, the session does not.
    ///
    /// Rows 1 to 4 have no server at all.
    static let connecting: [Fault] = [
        Fault(5, .z3950, "silence after connecting") { try await $0.hang() },
        Fault(5, .sru, "silence after connecting") { try await $0.hang() },
        Fault(6, .z3950, "slow Init") { session in
            try await session.serve { session, question in
                if question.kind == .initialise { try await session.pause(.milliseconds(400)) }
                return false
            }
        },
        Fault(7, .z3950, "Init dribbles") { session in
            guard let question = try await session.question() else { return }
            try await session.dribble(Z3950Answer.initialise(question.reference))
            try await session.serve()
        },
        Fault(8, .z3950, "login refused, password echoed") { session in
            guard let question = try await session.question() else { return }
            let text = "no access for reader with secret-word, sorry"
            try await session.send(Z3950Answer.initialise(question.reference, accepts: false, says: text))
            try await session.hang()
        },
        Fault(8, .sru, "login refused") { session in
            try await session.serveWeb(
                SRUAnswer.http("<html>who are you, secret-word</html>", status: "401 Unauthorized")
            )
        },
    ]

    /// Rows 9 to 16: searches and records late or cut off.
    static let searching: [Fault] = [
        Fault(9, .z3950, "search answered too late") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                try await session.pause(session.clientPatience + .milliseconds(200))
                return false
            }
        },
        Fault(9, .sru, "search never answered") { session in
            try await session.serveWeb { session, _ in
                try await session.hang()
                return true
            }
        },
        Fault(10, .z3950, "search dribbles") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                try await session.dribble(await session.answer(question))
                return true
            }
        },
        Fault(10, .sru, "answer dribbles") { session in
            try await session.serveWeb { session, question in
                try await session.dribble(await session.answer(question))
                return true
            }
        },
        Fault(11, .z3950, "second present never comes") { session in
            try await session.serve { session, question in
                guard question.kind == .present, question.start > 4 else { return false }
                try await session.hang()
                return true
            }
        },
        Fault(12, .z3950, "second present dribbles") { session in
            try await session.serve { session, question in
                guard question.kind == .present, question.start > 4 else { return false }
                try await session.dribble(await session.answer(question))
                return true
            }
        },
        Fault(13, .z3950, "closes when searched, always") { session in
            try await session.serve { session, question in
                guard question.kind == .search else { return false }
                throw FaultEnd()
            }
        },
        Fault(13, .sru, "closes when searched, always") { session in
            _ = try await session.webQuestion()
        },
        Fault(14, .z3950, "resets the first search") { session in
            try await session.serve { session, question in
                guard question.kind == .search, session.connection == 1 else { return false }
                try await session.peer.reset()
                throw FaultEnd()
            }
        },
        Fault(14, .sru, "resets every search") { session in
            _ = try await session.webQuestion()
            try await session.peer.reset()
        },
        Fault(15, .z3950, "resets in mid-present, once") { session in
            try await session.serve { session, question in
                guard question.kind == .present, question.start > 4, session.connection == 1 else { return false }
                let answer = await session.answer(question)
                try await session.send(Array(answer.prefix(answer.count / 2)))
                try await session.pause(.milliseconds(20))
                try await session.peer.reset()
                throw FaultEnd()
            }
        },
        Fault(16, .z3950, "closes after each present") { session in
            try await session.serve { session, question in
                guard question.kind == .present, question.start > 4 else { return false }
                try await session.send(await session.answer(question))
                throw FaultEnd()
            }
        },
    ]
}

/// Ends a connection by closing it.
struct FaultEnd: Error {}
