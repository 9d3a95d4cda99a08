import Testing

extension FrontTests {
    /// Parameters as careless and hostile clients send them: every one is answered, and none gets out of its place.
    @Suite struct ParameterTests {
        private static let start = "/sru/open?version=1.2&operation=searchRetrieve&"

        static let oddities: [(query: String, statuses: Set<Int>, diagnostics: Set<Int>)] = [
            ("query=a&maximumRecords=2147483648", [200], [2]),
            ("query=a&maximumRecords=99999999999999999999999", [200], [2, 6]),
            ("query=a&maximumRecords=-1", [200], [6]),
            ("query=a&startRecord=9223372036854775807", [200], [2, 6, 61]),
            ("query=a&startRecord=2147483647&maximumRecords=2147483647", [200], [2, 61]),
            ("query=a&startRecord=0", [200], [6]),
            ("query=%ff%fe", [400], [10]),
            ("query=%c3%28", [400], [10]),
            ("query=%zz", [400], [10]),
            ("query=a%", [400], [10]),
            ("query=a%00b", [200, 400], [2, 10]),
            ("query=a&query=b", [200, 400], [2, 6, 10]),
            ("query=a&recordSchema=%0d%0aSet-Cookie:%20a=b", [200], [66]),
            ("query=a&stylesheet=http://evil.example.org/x.xsl", [200], [110]),
            ("query=a&stylesheet=%22%3e%3cscript%3ealert(1)%3c/script%3e", [200], [110]),
            ("query=a&recordSchema=file:///etc/passwd", [200], [66]),
            ("query=a&recordSchema=http://127.0.0.1:22/", [200], [66]),
            ("query=a&resultSetTTL=-5", [200], [2, 6]),
            ("query=%22%0d%0aX-Injected:%20yes", [200, 400], [10, 14]),
            ("query=" + String(repeating: "%28", count: 5_000), [200], [10, 12, 13, 38]),
            (String(repeating: "x=y&", count: 5_000) + "query=a", [400], [10]),
        ]

        @Test(arguments: Self.oddities)
        func anOddRequestIsAnsweredInSRU(
            _ oddity: (query: String, statuses: Set<Int>, diagnostics: Set<Int>)
        ) async throws {
            try await FrontTests.withGateway { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    try await client.get(Self.start + oddity.query)
                    let answer = try await client.answer()
                    #expect(oddity.statuses.contains(answer.status))
                    #expect(answer["set-cookie"] == nil && answer["x-injected"] == nil)
                    #expect(!answer.text.contains("<script"))
                    #expect(!answer.text.contains("<?xml-stylesheet"))
                    let number = answer.text.firstMatch(of: /info:srw\/diagnostic\/1\/([0-9]+)/).flatMap { Int($0.1) }
                    #expect(oddity.diagnostics.contains(number ?? 0), "\(answer.text)")
                }
            }
        }

        @Test(arguments: ["%0d%0aX-Injected:%20yes", "%c3%28", "..%2f..%2fetc%2fpasswd", "%3cscript%3e"])
        func anOddDatabaseIsNotThere(_ name: String) async throws {
            try await FrontTests.withGateway { gateway in
                try await RawClient.connected(to: gateway.port) { client in
                    try await client.get("/sru/\(name)?query=a")
                    let answer = try await client.answer()
                    #expect([400, 404].contains(answer.status))
                    #expect(answer["x-injected"] == nil)
                    #expect(!answer.text.contains("<script"))
                }
            }
        }
    }
}
