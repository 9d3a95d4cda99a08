import CQL
import TestSupport
import Testing

/// Our parser and YAZ's accept the same queries, but for what ``isReadDifferently(_:)`` names.
@Suite(.enabled(if: YAZParser.shared != nil)) struct YAZAgreementTests {
    private static let plain = ["a", "b", "\"x y\"", "dc.title", "huế*"]
    private static let relations = ["=", "==", "<", ">", "<=", ">=", "<>"]
    private static let namedRelations = ["any", "ALL", "cql.any"]
    private static let booleans = ["and", "OR", "not", "prox"]
    private static let others = ["(", ")", "/", "sortBy"]

    @Test(arguments: 1...8)
    func randomTokensAreAcceptedByBothOrByNeither(_ seed: UInt64) throws {
        let parser = try #require(YAZParser.shared)
        let tokens = Self.plain + Self.relations + Self.namedRelations + Self.booleans + Self.others
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<20_000 {
            let query = (0..<Int.random(in: 1...9, using: &generator)).compactMap { _ in
                tokens.randomElement(using: &generator)
            }
            accepted += self.compare(query, parser) ? 1 : 0
        }
        #expect(accepted > 300)
    }

    @Test(.enabled(if: CorpusRow.isPresent), arguments: 1...4)
    func damagedQueriesOfTheCorpusAreAcceptedByBothOrByNeither(_ seed: UInt64) throws {
        let parser = try #require(YAZParser.shared)
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for row in try CorpusRow.all() where !row.query.contains("\\") {
            let tokens = Self.tokens(row.query)
            for _ in 0..<20 {
                var damaged = tokens
                let place = Int.random(in: 0..<damaged.count, using: &generator)
                switch Int.random(in: 0...3, using: &generator) {
                case 0: damaged.remove(at: place)
                case 1: damaged.insert(damaged[place], at: place)
                case 2: damaged.swapAt(place, Int.random(in: 0..<damaged.count, using: &generator))
                default: damaged[place] = tokens.randomElement(using: &generator) ?? "a"
                }
                accepted += self.compare(damaged, parser) ? 1 : 0
            }
        }
        #expect(accepted > 300)
    }

    @Test(arguments: 1...4)
    func whatWePrintIsAcceptedByYAZ(_ seed: UInt64) throws {
        let parser = try #require(YAZParser.shared)
        var random = RandomQueries(seed: seed)
        for _ in 0..<2000 {
            // Only queries that mean something: YAZ does not know the relations of the others.
            let query = random.query()
            if (try? ResolvedQuery(query)) != nil {
                let text = query.description
                #expect(parser.accepts(text), "seed \(seed): \(text)")
            }
        }
    }

    /// Compares the two verdicts; tells whether both accept.
    private func compare(_ tokens: [String], _ parser: YAZParser) -> Bool {
        guard !self.isReadDifferently(tokens) else {
            return false
        }
        let query = tokens.joined(separator: " ")
        let isAccepted = (try? CQLQuery.parse(query)) != nil
        #expect(isAccepted == parser.accepts(query), "\(query)")
        return isAccepted
    }

    /// Whether YAZ and the grammar of CQL 1.2 are known to part ways over a query.
    ///
    /// YAZ reads words that follow one another as one list of words (`a b`), so that it takes for a term what the grammar
    /// takes for a relation, or for an error; it lets clauses stand where only terms can (`a = b = c`); it knows `exact`
    /// for a relation only in CQL 1.1; and it does not look at what follows the sort keys.
    private func isReadDifferently(_ tokens: [String]) -> Bool {
        var sorts = false
        for (place, token) in tokens.enumerated() {
            let previous = place > 0 ? tokens[place - 1] : ""
            let next = place + 1 < tokens.count ? tokens[place + 1] : ""
            let isRelated = Self.isRelation(previous) && Self.isRelation(next)
            switch Self.kind(token) {
            case .plain:
                if Self.kind(next) == .plain || isRelated || (sorts && next != "") {
                    return true
                }
            case .relation:
                let follows = [.plain, .other].contains(Self.kind(next)) && next != ")" && next != ""
                if Self.kind(previous) != .plain || !follows {
                    return true
                }
            case .reserved:
                let isInPrefix = place > 1 && tokens[place - 2] == ">"
                if (Self.kind(previous) != .plain && previous != ")") || isInPrefix || tokens.contains(">") {
                    return true
                }
                sorts = sorts || token.lowercased() == "sortby"
            case .other:
                if sorts || (token == "/" && tokens.contains { $0.lowercased() == "exact" }) {
                    return true
                }
            }
        }
        return tokens.contains { $0.lowercased() == "exact" || $0.lowercased() == "scr" }
    }

    private enum Kind {
        case plain
        case relation
        case reserved
        case other
    }

    private static func kind(_ token: String) -> Kind {
        switch token.lowercased() {
        case "and", "or", "not", "prox", "sortby": .reserved
        case "any", "all", "cql.any", "within", "adj", "encloses", "exact": .relation
        case "(", ")", "/", "=", "==", "<", ">", "<=", ">=", "<>", "": .other
        default: .plain
        }
    }

    private static func isRelation(_ token: String) -> Bool {
        Self.relations.contains(token) || Self.kind(token) == .relation
    }

    /// The tokens of a query without escapes.
    private static func tokens(_ query: String) -> [String] {
        var tokens: [String] = []
        var word = ""
        var isQuoted = false
        for character in query {
            if character == "\"" {
                isQuoted.toggle()
                word.append(character)
            } else if isQuoted {
                word.append(character)
            } else if character == " " || "()/=<>".contains(character) {
                if !word.isEmpty {
                    tokens.append(word)
                }
                word = ""
                if character == " " {
                    continue
                }
                if "=>".contains(character), let last = tokens.last, ["<", ">", "="].contains(last), last + "=" != "=>"
                {
                    tokens[tokens.count - 1] = last + String(character)
                } else {
                    tokens.append(String(character))
                }
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty {
            tokens.append(word)
        }
        return tokens
    }
}
