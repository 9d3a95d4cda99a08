import CQL
import Testing

@Suite struct ParserTests {
    @Test func aBareTermHasNoIndex() throws {
        let query = try CQLQuery.parse("  cat ")
        #expect(query.root == .clause(.init(term: "cat")))
        #expect(try CQLQuery.parse("\"cat\"") == query)
    }

    @Test func booleansBindFromTheLeftWithEqualPrecedence() throws {
        #expect(try CQLQuery.parse("a or b and c not d") == CQLQuery.parse("((a or b) and c) not d"))
        #expect(try CQLQuery.parse("a OR b") == CQLQuery.parse("a or b"))
        #expect(try CQLQuery.parse("a or b and c") != CQLQuery.parse("a or (b and c)"))
    }

    @Test(arguments: [
        ("a or or", "or"), ("fred and any", "any"), ("fred and sortby", "sortby"), ("x not prox", "prox"),
    ])
    func aReservedWordMayBeATerm(_ text: String, _ term: String) throws {
        guard case .boolean(_, _, .clause(let right)) = try CQLQuery.parse(text).root else {
            Issue.record("no boolean in \(text)")
            return
        }
        #expect(right == .init(term: term))
    }

    @Test func aReservedWordMayBeAnIndex() throws {
        #expect(
            try CQLQuery.parse("and b and").root
                == .clause(.init(index: "and", relation: .init(name: "b"), term: "and"))
        )
        let sorted = try CQLQuery.parse("sortby SortBy sortby")
        #expect(sorted == CQLQuery(root: .clause(.init(term: "sortby")), sortKeys: [.init(index: "sortby")]))
    }

    @Test func spacesDoNotMatter() throws {
        #expect(
            try CQLQuery.parse("dc.title=\"aida\"and(dc.creator  =\t verdi)")
                == CQLQuery.parse("dc.title = aida and dc.creator = verdi")
        )
    }

    @Test func modifiersStandAfterRelationsBooleansAndSortKeys() throws {
        let query = try CQLQuery.parse(
            "title any/stem/rel.algorithm=CORI x prox/distance<=3 / unit = word y sortBy d/sort.descending"
        )
        let title = CQLQuery.Relation(
            name: "any",
            modifiers: [.init(name: "stem"), .init(name: "rel.algorithm", comparison: .equal, value: "CORI")]
        )
        let near = CQLQuery.BooleanOperator(
            name: .prox,
            modifiers: [
                .init(name: "distance", comparison: .lessOrEqual, value: "3"),
                .init(name: "unit", comparison: .equal, value: "word"),
            ]
        )
        #expect(
            query
                == CQLQuery(
                    root: .boolean(
                        near,
                        .clause(.init(index: "title", relation: title, term: "x")),
                        .clause(.init(term: "y"))
                    ),
                    sortKeys: [.init(index: "d", modifiers: [.init(name: "sort.descending")])]
                )
        )
    }

    @Test func prefixesHoldWhereTheyStand() throws {
        let query = try CQLQuery.parse("> a=\"urn:a\" > \"urn:b\" x and (> c=d y)")
        #expect(query.prefixes == [.init(name: "a", uri: "urn:a"), .init(name: nil, uri: "urn:b")])
        #expect(
            query.root
                == .boolean(
                    .init(name: .and),
                    .clause(.init(term: "x")),
                    .scoped([.init(name: "c", uri: "d")], .clause(.init(term: "y")))
                )
        )
    }

    @Test func anIndexBeforeParenthesesHoldsForTheBareTermsInside() throws {
        #expect(
            try CQLQuery.parse("title any (a or (b and author=c))")
                == CQLQuery.parse("title any a or (title any b and author=c)")
        )
    }

    @Test func escapesStayInTheTerm() throws {
        #expect(try CQLQuery.parse(#""say \"fish\" \*""#).root == .clause(.init(term: #"say \"fish\" \*"#)))
        #expect(try CQLQuery.parse(#"\"and"#).root == .clause(.init(term: #"\"and"#)))
    }

    @Test(arguments: [
        ("", 10, 0), ("dc.title=", 10, 9), ("a and", 10, 5), ("= a", 10, 0), ("===", 10, 0), ("<", 10, 0),
        ("dc.title any", 10, 12), ("a prox/ b", 10, 9), ("a and/ b", 10, 8), ("dc.title =/ a", 10, 13),
        ("> dc= a", 10, 7), ("> dc=\"info:x\"", 10, 13), ("a sortBy", 10, 8), ("a b.c = ", 10, 6), ("a b c d", 10, 6),
        ("a = b = c", 10, 6), ("a\\", 10, 1), ("tắt \u{1}", 10, 4), ("(a sortby b)", 10, 3),
        ("(dc.title=a", 13, 0), ("dc.title=a)", 13, 10), ("()", 13, 1), ("(huế or ())", 13, 9), ("a)", 13, 1),
        ("\"unterminated", 14, 0), ("huế = \"a\\\"", 14, 6), ("a\"b", 14, 1),
    ])
    func aSyntaxErrorHasItsPlace(_ text: String, _ diagnostic: Int, _ offset: Int) {
        let error = #expect(throws: CQLError.self) { try CQLQuery.parse(text) }
        #expect(error?.diagnostic == diagnostic)
        #expect(error?.offset == offset)
    }

    /// Rows that the test data itself calls undefined: lists of words without quotes, and a prefix at an operand.
    @Test(.enabled(if: CorpusRow.isPresent))
    func theCorpusIsAcceptedAndRefusedAsExpected() throws {
        let undefined = ["a b", "a.b c", "all a", "dc.title a b c and d", "\"fish\" and > illegal="]
        for row in try CorpusRow.all() where !undefined.contains(where: { row.query.hasPrefix($0) }) {
            #expect(
                ((try? CQLQuery.parse(row.query)) != nil) == (row.expect != "syntax-error"),
                "\(row.id): \(row.query)"
            )
        }
    }

    @Test func aQueryThatIsTooLargeIsRefused() throws {
        var limits = CQLLimits()
        limits.maximumCharacters = 20
        limits.maximumTermCharacters = 5
        limits.maximumClauses = 3
        limits.maximumDepth = 2
        limits.maximumSortKeys = 1
        func diagnostic(_ text: String) -> Int? {
            do {
                _ = try CQLQuery.parse(text, limits: limits)
                return nil
            } catch {
                return error.diagnostic
            }
        }
        #expect(diagnostic("ệệệệệ or ệệệệệ") == nil)
        #expect(diagnostic("aaaaa or bbbbb or ccccc") == 12)
        #expect(diagnostic("ệệệệệệ") == 23)
        #expect(diagnostic("a or b or c") == nil)
        #expect(diagnostic("a or b or c or d") == 38)
        #expect(diagnostic("((a))") == nil)
        #expect(diagnostic("(((a)))") == 13)
        #expect(diagnostic("a sortBy b c") == 84)
    }

    @Test func theLargestTreeOverflowsNoStack() throws {
        var limits = CQLLimits()
        limits.maximumCharacters = 10_000_000
        limits.maximumClauses = .max
        limits.maximumDepth = .max
        let chain = Array(repeating: "a", count: CQLLimits.ceilingOfClauses).joined(separator: " and ")
        let query = try CQLQuery.parse(chain, limits: limits)
        #expect(query.description == chain)
        #expect(try query == CQLQuery.parse(chain, limits: limits))
        #expect(throws: CQLError.self) { try CQLQuery.parse(chain + " or b", limits: limits) }
        let depth = CQLLimits.ceilingOfDepth
        let nested = String(repeating: "(a or ", count: depth) + "b" + String(repeating: ")", count: depth)
        #expect(try CQLQuery.parse(nested, limits: limits).description == nested.dropFirst().dropLast())
        for open in ["(", ">a=b ", "a=("] {
            #expect(throws: CQLError.self) {
                try CQLQuery.parse(String(repeating: open, count: 1_000_000), limits: limits)
            }
        }
    }
}
