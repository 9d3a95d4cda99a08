import CQL
import Testing
import Z3950

private func pqf(_ cql: String, _ map: AttributeMap = .generic) throws -> String {
    let query = try ResolvedQuery(CQLQuery.parse(cql))
    return try RPN(query, map: map) { text in Array(text.utf8) }.description
}

@Suite struct RPNTests {
    @Test(arguments: [
        ("huế", #"@attr 1=1016 "huế""#),
        ("dc.title = huế", #"@attr 1=4 "huế""#),
        ("title = \"tắt đèn\"", #"@attr 1=4 @attr 4=1 "tắt đèn""#),
        ("title adj \"tắt đèn\"", #"@attr 1=4 @attr 4=1 "tắt đèn""#),
        ("title any \"a b c\"", #"@or @or @attr 1=4 "a" @attr 1=4 "b" @attr 1=4 "c""#),
        ("title all \"a b*\"", #"@and @attr 1=4 "a" @attr 1=4 @attr 5=1 "b""#),
        ("title == \"tắt đèn\"", #"@attr 1=4 @attr 4=1 @attr 6=3 "tắt đèn""#),
        ("rec.id == 12", #"@attr 1=12 "12""#),
        ("a or b and c", #"@and @or @attr 1=1016 "a" @attr 1=1016 "b" @attr 1=1016 "c""#),
        ("a or (b not c)", #"@or @attr 1=1016 "a" @not @attr 1=1016 "b" @attr 1=1016 "c""#),
        ("date >= 1990", #"@attr 1=31 @attr 2=4 @attr 4=4 "1990""#),
        ("date = 1990", #"@attr 1=31 "1990""#),
        (
            "date within \"1990 1995\"",
            #"@and @attr 1=31 @attr 2=4 @attr 4=4 "1990" @attr 1=31 @attr 2=2 @attr 4=4 "1995""#
        ),
        ("a and date <> 1995", #"@not @attr 1=1016 "a" @attr 1=31 "1995""#),
        ("hue*", #"@attr 1=1016 @attr 5=1 "hue""#),
        ("*hue", #"@attr 1=1016 @attr 5=2 "hue""#),
        ("*hue*", #"@attr 1=1016 @attr 5=3 "hue""#),
        ("h*e", #"@attr 1=1016 @attr 5=104 "h?e""#),
        ("*h?e*", #"@attr 1=1016 @attr 5=104 "?h#e?""#),
        (#"a*3\?#"#, ##"@attr 1=1016 @attr 5=104 "a?\\3\\?\\#""##),
        (#""say \"a\"\\""#, #"@attr 1=1016 @attr 4=1 "say \"a\"\\""#),
        ("title = \"^tắt đèn\"", #"@attr 1=4 @attr 3=1 @attr 4=1 "tắt đèn""#),
        ("title = \"^tắt đèn^\"", #"@attr 1=4 @attr 4=1 @attr 6=3 "tắt đèn""#),
        ("title any \"^a b\"", #"@or @attr 1=4 @attr 3=1 "a" @attr 1=4 "b""#),
        ("a prox/unit=word/distance<3/ordered b", #"@prox 0 3 1 1 k 2 @attr 1=1016 "a" @attr 1=1016 "b""#),
        ("isbn = 978-0-306-40615-7", #"@or @attr 1=7 "9780306406157" @attr 1=7 "0306406152""#),
        ("isbn = 97803064*", #"@attr 1=7 @attr 5=1 "97803064""#),
        ("issn = 03178471", #"@attr 1=8 "0317-8471""#),
        (
            "dc.identifier = 0-306-40615-2",
            #"@or @or @attr 1=7 "0306406152" @attr 1=7 "9780306406157" @attr 1=1007 "0306406152""#
        ),
        ("dc.identifier = 03178471", #"@or @attr 1=8 "0317-8471" @attr 1=1007 "0317-8471""#),
        ("dc.identifier = abc", #"@or @or @attr 1=7 "abc" @attr 1=8 "abc" @attr 1=1007 "abc""#),
        ("title =/relevant/rel.x=1 a", #"@attr 1=4 "a""#),
        ("\"@and\"", #"@attr 1=1016 "@and""#),
    ])
    func aQueryHasFewAttributes(_ cql: String, _ expected: String) throws {
        #expect(try pqf(cql) == expected)
    }

    @Test(arguments: [
        ("cql.allRecords = 1", #"@attr 1=_ALLRECORDS @attr 2=103 "1""#),
        ("title <> a", #"@not @attr 1=_ALLRECORDS @attr 2=103 "1" @attr 1=4 "a""#),
        ("h.*e?", #"@attr 1=1016 @attr 5=102 "h\\..*e.""#),
        ("title = *", #"@attr 1=4 @attr 2=103 "1""#),
        ("date < 1990", #"@attr 1=31 @attr 2=1 @attr 4=109 "1990""#),
        ("title =/regexp \"a.*\"", #"@attr 1=4 @attr 5=102 "a.*""#),
    ])
    func zebraCanDoMore(_ cql: String, _ expected: String) throws {
        #expect(try pqf(cql, .zebra) == expected)
    }

    @Test(arguments: [
        ("cql.allRecords = 1", 16, "allRecords"), ("resultSetId = 1", 16, "resultSetId"), ("title <> a", 19, "<>"),
        ("date encloses 1", 19, "encloses"), ("title =/stem a", 20, "stem"), ("title = *", 49, "*"),
        ("title = a^", 32, "^"),
    ])
    func whatTheTargetCannotBeAskedIsRefused(_ cql: String, _ diagnostic: Int, _ details: String) throws {
        let text = cql.replacing("resultSetId", with: "cql.resultSetId")
        let error = #expect(throws: RPNError.self) { try pqf(text) }
        #expect(error?.diagnostic == diagnostic)
        #expect(error?.details == details)
    }

    @Test func aPoorTargetRefusesInsteadOfAskingSomethingElse() throws {
        var map = AttributeMap(indexes: [.title: [[Bib1Attribute(type: 1, value: 4)]]])
        map.phrase = nil
        map.exact = nil
        map.first = nil
        map.rightTruncated = nil
        map.masks = nil
        map.hasProximity = false
        map.relations = [.equal: []]
        for (cql, diagnostic) in [
            ("author = a", 16), ("title = \"a b\"", 24), ("title == a", 19), ("title = ^a", 31), ("title = a*", 28),
            ("title = a*b", 28), ("title = a prox title = b", 39), ("title < a", 19), ("title = ^a^", 31),
        ] {
            #expect(#expect(throws: RPNError.self, "\(cql)") { try pqf(cql, map) }?.diagnostic == diagnostic)
        }
        #expect(try pqf("title any \"a b\"", map) == #"@or @attr 1=4 "a" @attr 1=4 "b""#)
        #expect(#expect(throws: RPNError.self) { try pqf("title = \"a* b?c\"", .zebra) }?.diagnostic == 28)
    }

    @Test func aTermTheTargetCannotSpellIsAnError() throws {
        let query = try ResolvedQuery(CQLQuery.parse("a or đ"))
        let failure = RPNError(diagnostic: 48, details: "đ", message: "no such letter")
        #expect(throws: failure) {
            try RPN(query, map: .generic) { text throws(RPNError) in
                guard text != "đ" else { throw failure }
                return Array(text.utf8)
            }
        }
    }

    @Test func bytesThatAreNoUTF8AreWrittenInHexadecimal() {
        let query = RPN.operand(attributes: [Bib1Attribute(type: 1, value: 4)], term: [0x41, 0xB8, 0x0A, 0x22])
        #expect(query.description == #"@attr 1=4 "A\xB8\x0A\"""#)
    }

    @Test(arguments: [" or ", " and "])
    func aLongRowIsNestedNoDeeperThanServersBear(_ junction: String) throws {
        let words = (0..<200).map { "w\($0)" }
        let list = "dc.title \(junction == " or " ? "any" : "all") \"\(words.joined(separator: " "))\""
        for text in [words.joined(separator: junction), list] {
            let query = try ResolvedQuery(CQLQuery.parse(text))
            let rpn = try RPN(query, map: .generic) { Array($0.utf8) }
            #expect(Self.depth(rpn) <= 24)
            // In the order in which they were asked, each once.
            #expect(rpn.description.matches(of: /"(w\d+)"/).map { String($0.1) } == words)
        }
    }

    private static func depth(_ rpn: RPN) -> Int {
        switch rpn {
        case .operand: 1
        case .and(let left, let right), .or(let left, let right), .andNot(let left, let right),
            .proximity(_, let left, let right):
            1 + max(Self.depth(left), Self.depth(right))
        }
    }

    @Test func theLargestQueryOverflowsNoStack() throws {
        var limits = CQLLimits()
        limits.maximumCharacters = 10_000_000
        limits.maximumClauses = .max
        let chain = Array(repeating: "a", count: CQLLimits.ceilingOfClauses).joined(separator: " or ")
        let query = try ResolvedQuery(CQLQuery.parse(chain, limits: limits))
        let rpn = try RPN(query, map: .generic) { Array($0.utf8) }
        #expect(rpn.description.utf8.count > chain.utf8.count)
        #expect(rpn == rpn)
    }
}

@Suite struct AttributeMapTests {
    @Test func attributesAreReadFromText() throws {
        #expect(try AttributeMap.attributes("1=1003, 4=2").map(\.description) == ["1=1003", "4=2"])
        #expect(try AttributeMap.alternatives("1=7 | 1=8|1=_ALLRECORDS 2=103").count == 3)
        var map = AttributeMap.generic
        try map.set(.author, "1=1003,4=2")
        #expect(try pqf("author = \"a b\"", map) == #"@attr 1=1003 @attr 4=2 "a b""#)
        try map.set(.author, nil)
        #expect(throws: RPNError.self) { try pqf("author = a", map) }
    }

    @Test(arguments: ["", "1", "=4", "1=", "x=4", "0=4", "1=4,1=5", "1=-4", "1=4|", "1=4=5", "1=99999999999"])
    func aWrongTextIsExplained(_ text: String) {
        #expect(AttributeMap.problem(in: text) != nil)
    }
}
