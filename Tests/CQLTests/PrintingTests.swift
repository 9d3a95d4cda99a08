import CQL
import TestSupport
import Testing

@Suite struct PrintingTests {
    @Test(arguments: 1...20)
    func aPrintedTreeIsReadBackEqual(_ seed: UInt64) throws {
        var random = RandomQueries(seed: seed)
        for _ in 0..<200 {
            let query = random.query()
            let text = query.description
            #expect(try CQLQuery.parse(text) == query, "seed \(seed): \(text)")
        }
    }

    @Test(.enabled(if: CorpusRow.isPresent))
    func everyQueryOfTheCorpusIsReadBackEqual() throws {
        var count = 0
        for row in try CorpusRow.all() {
            guard let query = try? CQLQuery.parse(row.query) else {
                continue
            }
            count += 1
            #expect(try CQLQuery.parse(query.description) == query, "\(row.query)")
        }
        #expect(count > 180)
    }

    @Test func onlyWhatNeedsQuotesHasThem() throws {
        #expect(try CQLQuery.parse("\"dc.title\" = \"huế\"").description == "dc.title = huế")
        #expect(try CQLQuery.parse("\"and\" or \"a b\" or \"\"").description == "\"and\" or \"a b\" or \"\"")
    }

    @Test func aTermMadeByHandIsPrintedSafely() throws {
        let query = CQLQuery(root: .clause(.init(term: #"a"b\"#)))
        #expect(query.description == #""a\"b\\""#)
    }
}

/// Makes trees of every shape from words that are hard to print.
struct RandomQueries {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    mutating func query() -> CQLQuery {
        CQLQuery(
            prefixes: self.prefixes(),
            root: self.node(depth: Int.random(in: 0...5, using: &self.generator)),
            sortKeys: self.list { .init(index: $0.word(), modifiers: $0.modifiers()) }
        )
    }

    private mutating func node(depth: Int) -> CQLQuery.Node {
        switch depth == 0 ? 0 : Int.random(in: 0...6, using: &self.generator) {
        case 0, 1:
            return .clause(self.clause())
        case 2:
            var prefixes = self.prefixes()
            prefixes.append(.init(name: self.word(), uri: "urn:x"))
            return .scoped(prefixes, self.node(depth: depth - 1))
        default:
            let name = CQLQuery.BooleanOperator.Name.allCases.randomElement(using: &self.generator) ?? .and
            let boolean = CQLQuery.BooleanOperator(name: name, modifiers: self.modifiers())
            return .boolean(boolean, self.node(depth: depth - 1), self.node(depth: depth - 1))
        }
    }

    private mutating func clause() -> CQLQuery.SearchClause {
        if Bool.random(using: &self.generator) {
            return .init(term: self.term())
        }
        let name =
            ["=", "==", "<", "<=", ">", ">=", "<>", "any", "ALL", "cql.adj", "and", "within"]
            .randomElement(using: &self.generator) ?? "="
        return .init(index: self.word(), relation: .init(name: name, modifiers: self.modifiers()), term: self.term())
    }

    private mutating func modifiers() -> [CQLQuery.Modifier] {
        self.list { random in
            guard Bool.random(using: &random.generator) else {
                return .init(name: random.word())
            }
            let comparison = CQLQuery.Comparison.allCases.randomElement(using: &random.generator) ?? .equal
            return .init(name: random.word(), comparison: comparison, value: random.term())
        }
    }

    private mutating func prefixes() -> [CQLQuery.PrefixAssignment] {
        self.list { .init(name: Bool.random(using: &$0.generator) ? $0.word() : nil, uri: $0.term()) }
    }

    private mutating func word() -> String {
        ["dc.title", "title", "and", "OR", "sortBy", "a b", "đề", "x/y", "1", "<", "", "rel.x"]
            .randomElement(using: &self.generator) ?? "x"
    }

    mutating func term() -> String {
        let pieces = [
            "a", "huế", " ", "*", "?", "^", "\\*", "\\\\", "\\\"", "and", "(", ")", "=", "<", ">", "/", "\t", "🎼",
        ]
        return (0..<Int.random(in: 0...5, using: &self.generator))
            .map { _ in pieces.randomElement(using: &self.generator) ?? "a" }
            .joined()
    }

    private mutating func list<Element>(_ make: (inout Self) -> Element) -> [Element] {
        let count = Int.random(in: 0...9, using: &self.generator) - 6
        return (0..<max(0, count)).map { _ in make(&self) }
    }
}
