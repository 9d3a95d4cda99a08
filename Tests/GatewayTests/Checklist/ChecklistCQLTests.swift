import SRU
import Testing
import XML

extension GatewayTests {
    @Suite struct ChecklistCQLTests {
        @Test(arguments: parsed + malformed + refused + algebra) func cql(_ row: ChecklistRow) async throws {
            try await row.run(on: RunningGateway.shared)
        }

        /// C01 to C34: all of CQL is understood; what cannot be done is told by its own number.
        static let parsed = [
            ("C01", "aida"), ("C02", "\"the magic flute\""), ("C03", "\"raising the \\\"titanic\\\"\""),
            ("C04", "dc.title=aida"), ("C05", "dc.title any \"aida otello\""), ("C06", "dc.title all \"aida verdi\""),
            ("C07", "dc.title == \"aida\""), ("C08", "dc.title exact \"aida\""),
            ("C09", "dc.title adj \"magic flute\""),
            (
                "C10",
                "dc.date >= 1990 and dc.date <= 2000 and dc.date <> 1995 and dc.date > 1 and dc.date < 9999"
            ),
            ("C11", "dc.date within \"1990 2000\""), ("C12", "dc.date encloses 1995"),
            ("C13", "(dc.title=aida or dc.title=otello) not dc.creator=verdi"),
            ("C14", "dc.title=aida AND dc.creator=verdi Or dc.title=otello"), ("C15", "magic prox flute"),
            ("C16", "magic prox/unit=word/distance<=3/ordered flute"), ("C17", "magic and/rel.combine=sum flute"),
            ("C18", "dc.title =/stem/relevant \"magic\""), ("C19", "dc.title any/rel.algorithm=CORI \"magic flute\""),
            ("C20", "> x=\"info:srw/cql-context-set/1/dc-v1.1\" x.title=aida"),
            ("C21", "> \"info:srw/cql-context-set/1/dc-v1.1\" title=aida"),
            ("C22", "aida or (> x=\"info:srw/cql-context-set/1/dc-v1.1\" x.title=otello)"),
            ("C23", "dc.title=aida sortBy dc.date/sort.descending dc.title/sort.ascending/sort.ignoreCase"),
            ("C24", "\"and\" or \"prox\""), ("C25", "dc.title=or"), ("C26", "dc.title=a*da or dc.title=?ida"),
            ("C27", "dc.title=\"^magic\" or dc.title=\"flute^\""), ("C28", "dc.title=\"what\\?\" or dc.title=\"\\*\""),
            ("C29", "dc.title cql.any \"aida otello\""), ("C30", "cql.serverChoice = aida"),
            ("C31", "dc.title=\"aida\"and(dc.creator  =  verdi)"), ("C32", "dc.identifier=978-3-16-148410-0"),
            ("C33", "comp.os.linux or ml:element"), ("C34", "dc.title=\"\""),
        ].map { id, query in
            ChecklistRow(id, query) { list in
                let answer = try await list.search(query, ["maximumRecords": "0"])
                #expect(answer.status == 200)
                let features = Set(15...49).union(80...96)
                #expect(try answer.diagnostics().allSatisfy { features.contains($0) }, "\(answer.text)")
            }
        }

        /// C40 to C55: what is not CQL.
        static let malformed = [
            ("C40", "dc.title="), ("C41", "(dc.title=a"), ("C42", "dc.title=a)"), ("C43", "()"), ("C44", "a and"),
            ("C45", "\"unterminated"), ("C46", "dc.title any"), ("C47", "a prox/ b"), ("C48", "a and/ b"),
            ("C49", "dc.title =/ a"), ("C50", "> dc= a"), ("C51", "> dc=\"info:x\""), ("C52", "a sortBy"),
            ("C53", "==="), ("C54", "a b.c = "), ("C55", "= a"),
        ].map { id, query in
            ChecklistRow(id, query) { list in
                try await list.search(query, ["maximumRecords": "0"]).expectDiagnostic([10, 13, 14])
            }
        }

        /// C60 to C65: what is not known.
        static let refused = [
            ("C60", "dc.nosuchindex=a", Set([16]), "dc.nosuchindex"), ("C61", "zzz.title=a", [15], "zzz"),
            ("C62", "dc.title foo.bar \"a\"", [15, 19], nil), ("C63", "dc.title =/nosuchmod a", [20], "nosuchmod"),
            ("C64", "a and/nosuchmod b", [46], "nosuchmod"), ("C65", "> x=\"info:nosuch\" x.title=a", [15], nil),
        ].map { (id: String, query: String, numbers: Set<Int>, details: String?) in
            ChecklistRow(id, query) { list in
                try await list.search(query).expectDiagnostic(numbers, details: details)
            }
        }

        private static func equal(_ id: String, _ behaviour: String, _ queries: [String]) -> ChecklistRow {
            ChecklistRow(id, behaviour) { list in
                var counts: [Int] = []
                for query in queries { counts.append(try await list.count(query, database: "nlv")) }
                #expect(Set(counts).count == 1, "\(counts)")
                #expect(counts.allSatisfy { $0 > 0 })
            }
        }

        static let algebra = [
            ChecklistRow("C66", "and, or, not count as sets do") { list in
                let (a, b) = ("dc.title = việt", "dc.title = nam")
                func count(_ query: String) async throws -> Int { try await list.count(query, database: "nlv") }
                let (countA, countB) = (try await count(a), try await count(b))
                let both = try await count("\(a) and \(b)")
                #expect(both > 0)
                #expect(countA + countB == (try await count("\(a) or \(b)")) + both)
                #expect(try await count("\(a) not \(b)") == countA - both)
            },
            Self.equal(
                "C67",
                "booleans bind alike, from left to right",
                [
                    "dc.title = việt or dc.title = sử and dc.title = lịch",
                    "(dc.title = việt or dc.title = sử) and dc.title = lịch",
                ]
            ),
            Self.equal(
                "C68",
                "keywords and names in any case",
                [
                    "DC.TITLE = nam", "dc.title=nam", "dc.title=nam AND dc.title=nam", "dc.title=nam And dc.title=nam",
                    "dc.title=nam and dc.title=nam",
                ]
            ),
            Self.equal("C69", "a bare term", ["nam", "cql.serverChoice=nam"]),
            Self.equal("C70", "any is or", ["dc.title any \"nam văn\"", "dc.title=nam or dc.title=văn"]),
            Self.equal("C70", "all is and", ["dc.title all \"việt nam\"", "dc.title=việt and dc.title=nam"]),
            Self.equal(
                "C71",
                "a prefix of one's own",
                ["> x=\"info:srw/cql-context-set/1/dc-v1.1\" x.title=nam", "dc.title=nam"]
            ),
            ChecklistRow("C72", "what begins so is at least what is so") { list in
                let exact = try await list.count("dc.title=nguyễn", database: "nlv")
                #expect(try await list.count("dc.title=nguy*", database: "nlv") >= exact)
            },
            Self.equal("C73", "an index without its set", ["title=nam", "dc.title=nam"]),
            ChecklistRow("C74", "all records") { list in
                let answer = try await list.search("cql.allRecords=1", ["maximumRecords": "0"])
                try answer.expectNoDiagnostics()
                #expect(try #require(answer.response().numberOfRecords) > 100)
            },
            ChecklistRow("C75", "bath.isbn") { list in
                let answer = try await list.search("bath.isbn=0385279302", ["maximumRecords": "0"])
                #expect(try answer.diagnostics().allSatisfy { ![15, 16].contains($0) })
            },
        ]
    }
}
