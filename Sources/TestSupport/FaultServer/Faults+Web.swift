extension Fault {
    /// Rows 43 to 47: what only servers of SRU do.
    static let web: [Fault] = [
        Fault(43, .sru, "hits, but no records, for ever") { session in
            let variant = session.variant % 2
            try await session.serveWeb { session, _ in
                let body = variant == 0 ? SRUAnswer.search(hits: "50", records: []) : "<searchRetrieveResponse/>"
                try await session.send(SRUAnswer.http(body))
                return true
            }
        },
        Fault(44, .sru, "redirects in a circle or away") { session in
            let variant = session.variant % 2
            try await session.serveWeb { session, question in
                let there = variant == 0 ? question.path + "?again=1" : "http://localhost.invalid:9/sru"
                try await session.send(
                    SRUAnswer.http("", status: "302 Found", headers: "Location: \(there)\r\n")
                )
                return true
            }
        },
        Fault(45, .sru, "a page, no XML, or half of it") { session in
            let variant = session.variant % 4
            try await session.serveWeb { session, question in
                let whole = SRUAnswer.search(hits: "3", records: [session.shelf.marcXML(question.query, 1)])
                let bodies = [
                    "<!DOCTYPE html><html><title>Maintenance</title>\u{1B}[2J</html>", "not XML at all \u{7}",
                    String(whole.prefix(whole.count / 2)), "",
                ]
                try await session.send(SRUAnswer.http(bodies[variant]))
                return true
            }
        },
        Fault(46, .sru, "XML bomb, entity, depth") { session in
            let variant = session.variant % 3
            try await session.serveWeb { session, _ in
                let bodies = [
                    """
                    <?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "\(String(repeating: "b", count: 1_000))">\
                    <!ENTITY c "\(String(repeating: "&b;", count: 1_000))">]><a>\(String(repeating: "&c;", count: 99))</a>
                    """,
                    "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><searchRetrieveResponse>"
                        + "<numberOfRecords>1</numberOfRecords><x>&x;</x></searchRetrieveResponse>",
                    String(repeating: "<a>", count: 50_000),
                ]
                try await session.send(SRUAnswer.http(bodies[variant]))
                return true
            }
        },
        Fault(47, .sru, "HTTP 500") {
            try await $0.serveWeb(SRUAnswer.http("<html>oops</html>", status: "500 Internal Server Error"))
        },
        Fault(47, .sru, "HTTP 503 or 429 with Retry-After") { session in
            let statuses = ["503 Service Unavailable", "429 Too Many Requests"]
            let answer = SRUAnswer.http("busy", status: statuses[session.variant % 2], headers: "Retry-After: 120\r\n")
            try await session.serveWeb(answer)
        },
    ]
}
