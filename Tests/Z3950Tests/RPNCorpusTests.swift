import CQL
import Foundation
import Testing
import Z3950

/// Compares with the CQL-to-PQF conversion of YAZ, whose expected results lie beside the package.
@Suite struct RPNCorpusTests {
    private struct Row: Decodable {
        var id: String
        var query: String
        var pqf: String
    }

    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/sru/cql/yaz_cql2pqf.jsonl")

    /// Rows where the standard decides otherwise, and what we do instead.
    private static let differences: [String: (reason: String, pqf: String?)] = [
        "1.2": ("CQL 1.2, BNF searchClause: a term is one word or quoted text; two words are a syntax error", nil),
        "5.1": ("CQL 1.2, masking rules: a backslash before any but * ? ^ \" \\ is an error (diagnostic 26)", nil),
        "6.1": (
            "CQL 1.2, modifier unmasked: only masking is turned off, so the term stands at any position as ever",
            "@attr 1=4 @attr 2=3 @attr 3=3 @attr 4=1 @attr 5=100 @attr 6=1 \"a*b\""
        ),
        "6.4": ("CQL 1.2, relation modifiers: dc.language is an index, no modifier (diagnostic 20)", nil),
        "6.5": ("CQL 1.2, relation modifiers: dc.language is an index, no modifier (diagnostic 20)", nil),
        "6.6": ("an error in YAZ too: there is no modifier language (diagnostic 20)", nil),
    ]

    @Test(.enabled(if: FileManager.default.fileExists(atPath: file.path)))
    func everyRowAgreesWithYAZOrWithTheStandard() throws {
        let lines = try Data(contentsOf: Self.file).split(separator: UInt8(ascii: "\n"))
        var agreed = 0
        for line in lines {
            let row = try JSONDecoder().decode(Row.self, from: Data(line))
            let ours = try? RPN(ResolvedQuery(CQLQuery.parse(row.query)), map: Self.yaz) { Array($0.utf8) }
            if let difference = Self.differences[row.id] {
                #expect(ours?.description == difference.pqf, "\(row.id): \(difference.reason)")
            } else {
                #expect(ours == PQF.parse(row.pqf), "\(row.id) \(row.query): \(row.pqf)")
                agreed += 1
            }
        }
        #expect(lines.count == 48)
        #expect(agreed == 42)
    }

    @Test func theDocumentationNamesEveryDifference() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/cql.md")
        let rows = try String(contentsOf: file, encoding: .utf8).matches(of: /\| yaz_cql2pqf \| ([0-9.]+) \|/)
        #expect(Set(rows.map { String($0.output.1) }) == Set(Self.differences.keys))
    }

    /// What `etc/pqf.properties` of YAZ says.
    private static let yaz: AttributeMap = {
        func attributes(_ text: String) -> [Bib1Attribute] {
            (try? AttributeMap.attributes(text)) ?? []
        }
        var map = AttributeMap.generic
        map.indexes[.date] = [attributes("1=30")]
        map.always = attributes("6=1")
        map.relations = [
            .equal: attributes("2=3"), .less: attributes("2=1"), .lessOrEqual: attributes("2=2"),
            .greaterOrEqual: attributes("2=4"), .greater: attributes("2=5"), .notEqual: attributes("2=6"),
        ]
        map.word = attributes("4=1")
        map.listWord = attributes("4=2")
        map.phrase = attributes("4=1")
        map.exact = attributes("4=108")
        map.anywhere = attributes("3=3 6=1")
        map.first = attributes("3=1 6=1")
        map.last = attributes("3=4 6=1")
        map.firstAndLast = attributes("3=3 6=3")
        map.untruncated = attributes("5=100")
        map.modifiers[.relevant] = attributes("2=102")
        map.modifiers[.fuzzy] = attributes("5=103")
        map.modifiers[.stem] = attributes("2=101")
        map.modifiers[.phonetic] = attributes("2=100")
        map.modifiers[.regexp] = attributes("5=102")
        return map
    }()
}

/// Reads the little PQF that the corpus holds.
private enum PQF {
    static func parse(_ text: String) -> RPN? {
        var tokens = Self.tokens(text)[...]
        return Self.query(&tokens, [])
    }

    private static func query(_ tokens: inout ArraySlice<String>, _ attributes: [Bib1Attribute]) -> RPN? {
        guard let token = tokens.popFirst() else {
            return nil
        }
        switch token {
        case "@attr":
            guard let text = tokens.popFirst(), let more = try? AttributeMap.attributes(text) else {
                return nil
            }
            let kept = attributes.filter { $0.type != more[0].type }
            return Self.query(&tokens, kept + more)
        case "@and", "@or", "@not", "@prox":
            let numbers = token == "@prox" ? (0..<6).compactMap { _ in tokens.popFirst() } : []
            guard let left = Self.query(&tokens, attributes), let right = Self.query(&tokens, attributes) else {
                return nil
            }
            switch token {
            case "@and": return .and(left, right)
            case "@or": return .or(left, right)
            case "@not": return .andNot(left, right)
            default: return Self.proximity(numbers).map { .proximity($0, left, right) }
            }
        default:
            let term = token.hasPrefix("\"") ? token.dropFirst() : token[...]
            return .operand(attributes: attributes.sorted { $0.type < $1.type }, term: Array(term.utf8))
        }
    }

    private static func proximity(_ numbers: [String]) -> RPNProximity? {
        guard numbers.count == 6, let distance = Int(numbers[1]),
            let relation = Int(numbers[3]).flatMap(RPNProximity.Relation.init(rawValue:)),
            let unit = Int(numbers[5]).flatMap(RPNProximity.Unit.init(rawValue:))
        else {
            return nil
        }
        return RPNProximity(distance: distance, isOrdered: numbers[2] == "1", relation: relation, unit: unit)
    }

    /// Words, and terms in quotes without escapes and closing quote; the opening quote tells a term from an operator.
    private static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        var token: String?
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                token?.append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
                token = token ?? "\""
            } else if character == " ", !isQuoted {
                token.map { tokens.append($0) }
                token = nil
            } else {
                token = (token ?? "") + String(character)
            }
        }
        token.map { tokens.append($0) }
        return tokens
    }
}
