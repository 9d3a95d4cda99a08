import SRU
import Scoring
import Testing
import XML

extension GatewayTests {
    @Suite struct ChecklistScanTests {
        static let clause = "dc.title = n"

        @Test(arguments: rows + wrongNumbers) func scan(_ row: ChecklistRow) async throws {
            try await row.run(on: RunningGateway.shared)
        }

        static let rows = [
            ChecklistRow("N00", "scan is offered") { list in
                let answer = try await list.scan(Self.clause)
                try answer.expectNoDiagnostics()
            },
            ChecklistRow("N01", "scan in 1.2") { list in
                let answer = try await list.scan(Self.clause, ["maximumTerms": "5"])
                #expect(
                    try answer.root.name == XMLName("scanResponse", namespace: "http://www.loc.gov/zing/srw/")
                )
                #expect(try answer.text("version") == "1.2")
                let terms = try answer.terms
                #expect((1...5).contains(terms.count))
                #expect(terms.allSatisfy { $0.first("value")?.text.isEmpty == false })
            },
            ChecklistRow("N02", "scan in 1.1") { list in
                let answer = try await list.scan(Self.clause, ["maximumTerms": "5"], version: .v1_1)
                #expect(try answer.text("version") == "1.1")
                #expect(try answer.terms.isEmpty == false)
            },
            ChecklistRow("N03", "scan in 2.0") { list in
                let answer = try await list.scan(Self.clause, ["maximumTerms": "5"], version: .v2_0)
                let name = XMLName("scanResponse", namespace: "http://docs.oasis-open.org/ns/search-ws/scan")
                #expect(try answer.root.name == name)
                #expect(try answer.terms.isEmpty == false)
            },
            ChecklistRow("N04", "terms are in order") { list in
                let values = try await list.scan(Self.clause, ["maximumTerms": "10"]).values
                let keys = values.map { Normalization.foldKey($0) }
                #expect(values.count > 5)
                #expect(keys == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            },
            ChecklistRow("N05", "the list begins at the term asked for") { list in
                let first = try #require(try await list.scan(Self.clause, ["maximumTerms": "5"]).values.first)
                #expect(!Normalization.foldKey(first).utf8.lexicographicallyPrecedes("n".utf8))
            },
            ChecklistRow("N06", "the term's place moves the window") { list in
                var windows: [[String]] = []
                for place in [0, 1, 2, 4] {
                    let parameters: KeyValuePairs = ["maximumTerms": "3", "responsePosition": "\(place)"]
                    windows.append(try await list.scan("dc.title = nam", parameters).values)
                }
                #expect(windows[1].first?.lowercased() == "nam")
                #expect(windows[0].prefix(2) == windows[1].dropFirst())
                #expect(windows[2].dropFirst() == windows[1].prefix(2))
                #expect(windows[2].first.map { !windows[1].contains($0) } == true)
                #expect(windows[3].count == 3 && windows[3].last == windows[2].first)
            },
            ChecklistRow("N07", "a place outside of the window") { list in
                let parameters: KeyValuePairs = ["maximumTerms": "3", "responsePosition": "9"]
                try await list.scan(Self.clause, parameters).expectDiagnostic([120, 6])
            },
            ChecklistRow("N15", "no scanClause") { list in
                let answer = try await list.get(["operation": "scan", "version": "1.2"])
                try answer.expectDiagnostic([7], details: "scanClause")
            },
            ChecklistRow("N16", "a clause that is not CQL") { list in
                try await list.scan("dc.title=").expectDiagnostic([10])
            },
            ChecklistRow("N17", "an unknown index") { list in
                try await list.scan("dc.nosuchindex=a").expectDiagnostic([16], details: "dc.nosuchindex")
            },
            ChecklistRow("N18", "more than one clause") { list in
                try await list.scan("dc.title=a and dc.title=b").expectDiagnostic([10, 37, 47, 48])
            },
            ChecklistRow("N19", "a term's number is that of its search") { list in
                let answer = try await list.scan(Self.clause, ["maximumTerms": "8"], database: "nlv")
                for term in try answer.terms {
                    let value = try #require(term.first("value")?.text)
                    let number = try #require(term.first("numberOfRecords").flatMap { Int($0.text) })
                    #expect(try await list.count("dc.title = \"\(value)\"", database: "nlv") == number, "\(value)")
                }
            },
        ]

        /// N10 to N14: numbers that are none.
        static let wrongNumbers = [
            ("N10", "responsePosition", "-1"), ("N11", "responsePosition", "abc"), ("N12", "maximumTerms", "0"),
            ("N13", "maximumTerms", "-1"), ("N14", "maximumTerms", "abc"),
        ].map { id, name, value in
            ChecklistRow(id, "\(name)=\(value)") { list in
                let answer = try await list.get([
                    "operation": "scan", "version": "1.2", "scanClause": Self.clause, name: value,
                ])
                try answer.expectDiagnostic([6], details: name)
            }
        }
    }
}

extension Answer {
    /// The `term` elements of an answer to scan.
    var terms: [XMLElement] { get throws { try self.element().first("terms")?.elements ?? [] } }

    /// The values of the terms.
    var values: [String] { get throws { try self.terms.compactMap { $0.first("value")?.text } } }
}
