import CQL
import TestSupport
import Testing

private func resolve(_ text: String) throws -> ResolvedQuery {
    try ResolvedQuery(CQLQuery.parse(text))
}

private func clause(_ text: String) throws -> ResolvedQuery.Clause? {
    guard case .clause(let clause) = try resolve(text).root else {
        return nil
    }
    return clause
}

@Suite struct ResolvedQueryTests {
    @Test(arguments: [
        [
            "nam", "cql.serverChoice=nam", "\"nam\"", " dc.anywhere scr nam", "(srchany = nam)",
            "CQL.ANYWHERE cql.scr nam",
        ],
        [
            "dc.title = aida", "title=aida", "DC.Title=\"aida\"", "bath.title = aida", "ti=aida",
            "dc.title =/masked aida",
        ],
        [
            "> x=\"info:srw/cql-context-set/1/dc-v1.1\" x.title=nam", "dc.title=nam",
            "> \"info:srw/cql-context-set/1/dc-v1.1\" title=nam",
        ],
        [
            "> c=\"info:srw/cql-context-set/1/cql-v1.1\" c.anywhere c.any nam",
            "> c=\"info:srw/cql-context-set/1/cql-v1.2\" c.anywhere any nam",
        ],
        ["title exact \"a  b\"", "title == \" a b \"", "title cql.exact \"a\tb\"", "title == \"a\u{A0}b\""],
        ["a and b and c", "A_ and b and c".replacing("A_", with: "a"), "c AND (b And a)", "(c and a) and b and a"],
        ["a or b not c", "(b or a) not c"],
        ["isbn = 0-306-40615-2", "bath.isbn = 0306406152", "isbn=\"0 306 40615 2\""],
        ["issn=03178471", "issn=\"0317-8471\""],
        ["lccn=\"85-2\"", "lccn=85000002"],
        ["title=\"Vie\u{302}\u{323}t\"", "title=\"Việt\""],
        ["a prox b", "a prox/unordered/distance<=1 b", "a prox/unit=word/cql.distance<=1 b"],
        ["title =/unmasked \"a*b\"", "title = \"a\\*b\""],
        ["a sortBy dc.date", "a sortBy date/sort.ascending", "a sortBy year/ascending/sort.ignoreCase"],
        ["title =/stem/fuzzy a", "title =/fuzzy/cql.stem a"],
    ])
    func queriesThatMeanTheSameHaveTheSameDescription(_ texts: [String]) throws {
        let descriptions = try Set(texts.map { try resolve($0).description })
        #expect(descriptions.count == 1, "\(descriptions)")
    }

    @Test(arguments: [
        [
            "title=a", "author=a", "title==a", "title any a", "title=A", "title=á", "title=a*", "title=\"a\\*\"", "a",
            "title =/stem a",
        ],
        ["a and b and c", "a or b or c", "a and b or c", "a or b and c", "a and (b or c)", "a not b", "b not a"],
        ["a not b not c", "a not (b not c)", "a and (b not c)", "a not b and c"],
        ["a prox b", "b prox a", "a prox/ordered b", "a prox/unit=element b", "a prox/distance<2 b"],
        [
            "a sortBy date", "a sortBy title", "a sortBy date/sort.descending", "a", "a sortBy date title",
            "a sortBy title date",
        ],
    ])
    func queriesThatMeanSomethingElseHaveAnotherDescription(_ texts: [String]) throws {
        #expect(try Set(texts.map { try resolve($0).description }).count == texts.count)
    }

    @Test func aQueryInDecomposedLettersIsTheSameQuery() throws {
        let composed = try resolve("title=\"Thừa Thiên Huế\"")
        let decomposed = try resolve("title=\"Th\u{75}\u{31B}\u{300}a Thie\u{302}n Hue\u{302}\u{301}\"")
        #expect(Array(composed.description.utf8) == Array(decomposed.description.utf8))
        #expect(composed == decomposed)
    }

    @Test(arguments: [
        ("foo.title=a", 15, "foo"), ("> dc=\"urn:x\" dc.title=a", 15, "urn:x"), ("> \"urn:x\" title=a", 15, "urn:x"),
        ("title foo.any a", 15, "foo"), ("dc.nosuchindex=a", 16, "dc.nosuchindex"), ("nosuch=a", 16, "nosuch"),
        (".title=a", 16, ".title"), ("title. = a", 15, "title"),
        ("a sortBy dc.nosuch", 16, "dc.nosuch"), ("title foo a", 19, "foo"), ("title dc.any a", 19, "dc.any"),
        ("title =/foo a", 20, "foo"), ("title =/dc.language=vie a", 20, "dc.language"),
        ("title =/masked/unmasked a", 21, "masked/unmasked"), ("title within \"a b\"", 22, "within title"),
        ("title encloses a", 22, "encloses title"), ("title=\"a\\b\"", 26, "b"), ("title=te\\rm", 26, "r"),
        ("dc.title=\"\"", 27, ""), ("\" \t\"", 27, ""), ("dc.date > 19*", 28, ""), ("dc.date > ^1990", 31, "^"),
        ("title == \"^a\"", 32, "^"), ("title = \"a ^b\"", 32, "^"), ("title = a^b", 32, "^"), ("title = ^", 32, "^"),
        ("date within 1990", 36, "1990"), ("date within \"1 2 3\"", 36, "1 2 3"),
        ("a prox/distance==1 b", 40, "=="), ("a prox/distance b", 40, ""), ("a prox/distance<x b", 41, "x"),
        ("a prox/distance<99999999999999999999 b", 41, "99999999999999999999"), ("a prox/distance<-1 b", 41, "-1"),
        ("a prox/unit=furlong b", 42, "furlong"), ("a prox/unit b", 42, ""), ("a prox/ordered=1 b", 43, "1"),
        ("a prox/ordered/unordered b", 44, "ordered/unordered"), ("a prox/near b", 46, "near"),
        ("a and/near b", 46, "near"), ("a sortBy title/sort.odd", 48, "sort.odd"),
        ("a sortBy dc.description", 80, "dc.description"),
        ("a sortBy title/sort.ascending/sort.descending", 90, "sort.descending"),
        ("a sortBy title/sort.missingValue", 92, "sort.missingValue"),
    ])
    func whatIsNotSupportedIsNamed(_ text: String, _ diagnostic: Int, _ details: String) {
        let error = #expect(throws: CQLError.self) { try resolve(text) }
        #expect(error?.diagnostic == diagnostic)
        #expect(error?.details == details)
    }

    @Test func everyFeatureOfLevelTwoIsUnderstood() throws {
        for text in [
            "aida", "\"the magic flute\"", "\"raising the \\\"titanic\\\"\"", "dc.title any \"aida otello\"",
            "dc.date >= 1990 and dc.date <= 2000 and dc.date <> 1995 and dc.date > 1 and dc.date < 9999",
            "dc.date within \"1990 2000\"", "dc.date encloses 1995", "magic prox/unit=word/distance<=3/ordered flute",
            "magic and/rel.combine=sum flute", "dc.title =/stem/relevant \"magic\"",
            "dc.title any/rel.algorithm=CORI \"magic flute\"",
            "dc.title=aida sortBy dc.date/sort.descending title/sort.ignoreCase",
            "dc.title=\"^magic\" or dc.title=\"flute^\"", "dc.title=\"what\\?\" or dc.title=\"\\*\"",
            "dc.identifier=978-3-16-148410-0", "comp.os.linux or ml:element", "cql.allRecords=1",
            "dc.title=a*da or dc.title=?ida",
        ] {
            #expect(throws: Never.self, "\(text)") { try resolve(text) }
        }
    }

    @Test func everyPublishedIndexIsAccepted() throws {
        let catalogue = IndexCatalogue.standard
        #expect(Set(catalogue.entries.map(\.index)) == Set(Index.allCases))
        var names: Set<String> = []
        for entry in catalogue.entries {
            #expect(!entry.vietnameseTitle.isEmpty && !entry.englishTitle.isEmpty)
            #expect(entry.aliases.contains { $0.set != nil })
            for alias in entry.aliases {
                #expect(names.insert(alias.qualifiedName.lowercased()).inserted, "\(alias) twice")
                #expect(try clause("\(alias.qualifiedName) = 1")?.index == entry.index)
                if let set = alias.set {
                    let uri = try #require(catalogue.contextSets.first { $0.prefix == set }?.uri)
                    #expect(try clause("> x=\"\(uri)\" x.\(alias.name) = 1")?.index == entry.index)
                }
            }
        }
    }

    @Test func aPrefixInnerToParenthesesEndsThere() throws {
        #expect(throws: Never.self) { try resolve("title=a or (> x=\"info:srw/cql-context-set/1/dc-v1.1\" x.title=b)") }
        #expect(throws: CQLError.self) {
            try resolve("(> x=\"info:srw/cql-context-set/1/dc-v1.1\" x.title=b) or x.title=a")
        }
    }

    @Test func aTermIsTakenApart() throws {
        #expect(
            try clause("^a*b?")?.term.pieces == [.anchor, .literal("a"), .anyCharacters, .literal("b"), .oneCharacter]
        )
        #expect(try clause(#""\^a\* \"b\\""#)?.term.text == #"^a* "b\"#)
        #expect(try clause("title any \"^a* b  c^ ?\"")?.term.words.map(\.escaped) == ["^a*", "b", "c^", "?"])
        #expect(try clause(#"title =/regexp "a.*\"\d""#)?.term.text == #"a.*"\d"#)
        #expect(try clause("title=a*")?.term.text == nil)
    }

    @Test func aTermWrittenAsCQLIsReadBackEqual() throws {
        var random = RandomQueries(seed: 7)
        for _ in 0..<1000 {
            let term = try Term(cql: random.term())
            #expect(try Term(cql: term.escaped) == term)
            if let text = term.text {
                #expect(Term(text: text) == term)
            }
        }
    }

    @Test func termsForRankingLeaveOutWhatIsNotWanted() throws {
        let query = try resolve(
            "title any \"^huế x* đẹp\" and (author=\"Tố Hữu\" or huế*) not subject=thơ and date > 1990"
        )
        #expect(query.terms.map(\.text) == ["huế", "đẹp", "Tố Hữu"])
        #expect(query.terms.map(\.index) == [.title, .title, .author])
    }

    @Test(arguments: 1...4)
    func noTextIsTooStrangeToBeAnswered(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "(", ")", "/", "=", "<", ">", "\"", "\\", "*", "?", "^", " ", ".", "and", "prox", "sortBy", "any", "title",
            "dc",
            "date", "isbn", "within", "0306406152", "distance", "\u{302}", "\u{A0}", "ệ", "\u{0}", "🎼", "x", "9", "-",
        ]
        var understood = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...12, using: &generator))
                .compactMap { _ in pieces.randomElement(using: &generator) }.joined()
            let query: ResolvedQuery
            do {
                query = try resolve(text)
            } catch {
                #expect(error is CQLError, "\(text)")
                continue
            }
            understood += 1
            var dialect = CQLDialect()
            dialect.adjacencyRelation = "adj"
            dialect.expandsISBN = false
            let copy = try query.cql(dialect: dialect) { IndexCatalogue.standard.entry($0)?.aliases[0].qualifiedName }
            #expect(try resolve(copy).root.description == query.root.description, "\(text)")
        }
        #expect(understood > 100)
    }

    @Test func theLargestTreeOverflowsNoStack() throws {
        var limits = CQLLimits()
        limits.maximumCharacters = 10_000_000
        limits.maximumClauses = .max
        for boolean in ["and", "not"] {
            let chain = Array(repeating: "a", count: CQLLimits.ceilingOfClauses).joined(separator: " \(boolean) ")
            let query = try ResolvedQuery(CQLQuery.parse(chain, limits: limits))
            #expect(query.description.hasSuffix(")"))
            #expect(query.terms.count == (boolean == "and" ? CQLLimits.ceilingOfClauses : 1))
            #expect(try query.cql { _ in "" }.utf8.count > chain.utf8.count)
            #expect(query == query)
        }
    }
}

@Suite struct CQLDialectTests {
    private func write(_ text: String, _ dialect: CQLDialect = CQLDialect()) throws -> String {
        try resolve(text).cql(dialect: dialect) { index in
            switch index {
            case .any: ""
            case .isbn: "pica.isb"
            case .notes: nil
            default: "dc.\(index.name)"
            }
        }
    }

    @Test func aQueryIsWrittenInTheWordsOfTheTarget() throws {
        #expect(
            try self.write("huế and (ti=a or au any \"b c\") not su=d")
                == "\"huế\" and (dc.title = \"a\" or dc.author any \"b c\") not dc.subject = \"d\""
        )
        #expect(
            try self.write("title == a prox/distance<3 title adj \"b c\"")
                == "dc.title == \"a\" prox/distance<3/unit=word/unordered dc.title = \"b c\""
        )
        #expect(try self.write(#"title =/rel.algorithm=x "a\"b\*c*""#) == #"dc.title =/rel.algorithm=x "a\"b\*c*""#)
    }

    @Test func theSpellingsOfElevenCanBeChosen() throws {
        var dialect = CQLDialect()
        dialect.exactRelation = "exact"
        dialect.relationPrefix = "cql."
        dialect.quotesAlways = false
        #expect(
            try self.write("title == a and title any/stem \"b c\"", dialect)
                == "dc.title cql.exact a and dc.title cql.any/cql.stem \"b c\""
        )
    }

    @Test func anISBNIsAskedForInBothLengths() throws {
        #expect(
            try self.write("isbn=978-0-306-40615-7 and title=a")
                == "(pica.isb = \"9780306406157\" or pica.isb = \"0306406152\") and dc.title = \"a\""
        )
        #expect(try self.write("isbn=9790000000000") == "pica.isb = \"9790000000000\"")
    }

    @Test func whatTheTargetCannotBeAskedIsRefused() throws {
        #expect(#expect(throws: CQLError.self) { try self.write("bath.notes=a") }?.diagnostic == 16)
        #expect(#expect(throws: CQLError.self) { try self.write("cql.anywhere any \"a b\"") }?.diagnostic == 22)
    }

    @Test(arguments: 1...10)
    func whatIsWrittenMeansTheSame(_ seed: UInt64) throws {
        var random = RandomQueries(seed: seed)
        var count = 0
        for _ in 0..<500 {
            guard let query = try? ResolvedQuery(random.query()) else {
                continue
            }
            count += 1
            var dialect = CQLDialect()
            dialect.adjacencyRelation = "adj"
            let text = try query.cql(dialect: dialect) { index in
                IndexCatalogue.standard.entry(index)?.aliases[0].qualifiedName
            }
            #expect(
                try resolve(text).description == ResolvedQuery(root: query.root).description,
                "seed \(seed): \(text)"
            )
        }
        #expect(count > 20)
    }
}

@Suite struct StandardNumberTests {
    @Test func anISBNHasTwoForms() {
        #expect(StandardNumber.isbnForms("0-306-40615-2") == ["0306406152", "9780306406157"])
        #expect(StandardNumber.isbnForms("978-604-2-20000-4").first == "9786042200004")
        #expect(StandardNumber.isbnForms("080442957x") == ["080442957X", "9780804429573"])
        #expect(StandardNumber.isbnForms("9780804429573") == ["9780804429573", "080442957X"])
        #expect(StandardNumber.isbnForms("0-306-40615-3") == ["0306406153"])
        #expect(StandardNumber.isbnForms("12345").isEmpty)
        #expect(StandardNumber.isbnForms("X306406152").isEmpty)
        #expect(StandardNumber.isbnForms("huế").isEmpty)
    }

    @Test func anISSNHasAHyphenAndAnLCCNHasNone() {
        #expect(StandardNumber.issn("0317847x") == "0317-847X")
        #expect(StandardNumber.issn("123") == nil)
        #expect(StandardNumber.lccn("n78-890351") == "n78890351")
        #expect(StandardNumber.lccn("n78-89035") == "n78089035")
        #expect(StandardNumber.lccn("n 78890351 ") == "n78890351")
        #expect(StandardNumber.lccn("75-425165//r75") == "75425165")
    }
}
