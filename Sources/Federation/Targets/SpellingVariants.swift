import CQL
import MARC

/// How a target takes Vietnamese words, and with it which other spellings of a word it is asked for.
public struct QuerySpelling: Sendable, Hashable {
    /// Where tone marks of open *oa*, *oe*, *uy* are written in the target's index.
    public enum Tones: String, Sendable, Hashable, CaseIterable {
        /// As the reader types them: the target knows both, or does not care.
        case asTyped = "as-typed"
        /// On the first vowel: hòa.
        case old
        /// On the second vowel: hoà.
        case new
        /// Both occur and are different words to the target: it is asked for both.
        case both
    }

    /// Whether a word without marks finds the word with them.
    public enum Folding: String, Sendable, Hashable, CaseIterable {
        /// It does, and d finds đ.
        case all = "true"
        /// It does, but d does not find đ.
        case exceptD = "except-d"
        /// It does not: the target is asked for the accented spellings too.
        case none = "false"
    }

    /// Whether a word that ends in i or y as its only vowel (lý, lí) is found however it is written.
    public enum IAndY: String, Sendable, Hashable, CaseIterable {
        /// The target knows both, or does not care: it is asked as the reader types.
        case asTyped = "as-typed"
        /// Both occur and are different words to the target: it is asked for both.
        case both
    }

    /// Where tone marks are written.
    public var tones = Tones.asTyped
    /// What unaccented words find.
    public var folds = Folding.all

    /// Which of i and y is written.
    public var iAndY = IAndY.asTyped

    /// The most spellings of one term that a target is asked for.
    public static let maximumSpellings = 64
    /// The most clauses that a term becomes that is asked word by word.
    public static let maximumClauses = 256

    /// A target that compares words as readers do.
    public init(tones: Tones = .asTyped, folds: Folding = .all, iAndY: IAndY = .asTyped) {
        self.tones = tones
        self.folds = folds
        self.iAndY = iAndY
    }

    /// The query with other spellings of its words, joined by "or", where the target needs them.
    ///
    /// A term keeps its relation; each spelling of it is a clause of its own. A term with masks, of an index that is not
    /// text, or with more spellings than ``maximumSpellings`` is left as typed; but a term of words that may stand anywhere
    /// (`all`, `any`), or of too many spellings under `=`, is asked word by word.
    func expanded(_ query: ResolvedQuery) -> ResolvedQuery {
        guard self != QuerySpelling() else { return query }
        var expanded = query
        expanded.root = self.expanded(query.root)
        return expanded
    }

    private func expanded(_ node: ResolvedQuery.Node) -> ResolvedQuery.Node {
        switch node {
        case .clause(let clause): self.expanded(clause)
        case .and(let left, let right): .and(self.expanded(left), self.expanded(right))
        case .or(let left, let right): .or(self.expanded(left), self.expanded(right))
        case .not(let left, let right): .not(self.expanded(left), self.expanded(right))
        case .prox: node
        }
    }

    private func expanded(_ clause: ResolvedQuery.Clause) -> ResolvedQuery.Node {
        guard Self.textIndexes.contains(clause.index), !clause.isRegularExpression, let text = clause.term.text,
            !text.isEmpty
        else { return .clause(clause) }
        let words = text.split(separator: " ").map(String.init)
        switch clause.relation {
        case .all, .any:
            return self.byWord(
                clause,
                words,
                joinedBy: clause.relation == .any ? ResolvedQuery.Node.or : ResolvedQuery.Node.and
            )
        case .equal, .exact, .adj:
            if let spellings = self.spellings(of: words) {
                return Self.either(clause, spellings)
            }
            return clause.relation == .equal
                ? self.byWord(clause, words, joinedBy: ResolvedQuery.Node.and) : .clause(clause)
        default: return .clause(clause)
        }
    }

    /// Each word with its spellings; the term as it is when they are too many all the same.
    private func byWord(
        _ clause: ResolvedQuery.Clause,
        _ words: [String],
        joinedBy join: (ResolvedQuery.Node, ResolvedQuery.Node) -> ResolvedQuery.Node
    ) -> ResolvedQuery.Node {
        // Signs around words are no part of them, and a lone dash is no word.
        let spellings = words.compactMap { word -> [String]? in
            guard let first = word.firstIndex(where: { $0.isLetter || $0.isNumber }),
                let last = word.lastIndex(where: { $0.isLetter || $0.isNumber })
            else { return nil }
            return self.spellings(of: String(word[first...last]))
        }
        guard spellings.contains(where: { $0.count > 1 }),
            spellings.reduce(0, { $0 + $1.count }) <= Self.maximumClauses
        else { return .clause(clause) }
        var result: ResolvedQuery.Node?
        for word in spellings {
            let node = Self.either(clause, word)
            result = result.map { join($0, node) } ?? node
        }
        return result ?? .clause(clause)
    }

    private static func either(_ clause: ResolvedQuery.Clause, _ spellings: [String]) -> ResolvedQuery.Node {
        var result: ResolvedQuery.Node?
        for spelling in spellings {
            var other = clause
            other.term = Term(text: spelling)
            result = result.map { .or($0, .clause(other)) } ?? .clause(other)
        }
        return result ?? .clause(clause)
    }

    // MARK: - Spellings

    /// The spellings of a term, the typed one first; `nil` when there are too many.
    private func spellings(of words: [String]) -> [String]? {
        if self.folds == .all || words.contains(where: { VietnameseSpelling.unaccented($0) != $0 }) {
            // Whole terms: nobody mixes styles inside of one.
            let text = words.joined(separator: " ")
            var spellings = self.toneSpellings(text)
            if self.folds == .none { spellings += self.iAndYSpellings(VietnameseSpelling.unaccented(text)) }
            if self.folds != .exceptD { return Self.unique(spellings) }
        }
        var whole: [[String]] = [[]]
        for word in words {
            let own = self.spellings(of: word)
            guard whole.count * own.count <= Self.maximumSpellings else { return nil }
            whole = whole.flatMap { start in own.map { start + [$0] } }
        }
        return whole.map { $0.joined(separator: " ") }
    }

    /// The spellings of one word, the typed one first.
    private func spellings(of word: String) -> [String] {
        var spellings = self.toneSpellings(word)
        switch self.folds {
        case .all: break
        case .exceptD:
            spellings = spellings.flatMap { VietnameseSpelling.spellingsOfD($0) }
        case .none:
            let bare = VietnameseSpelling.unaccented(word)
            if bare == word {
                let style: VietnameseSpelling.ToneStyle? = self.tones == .old ? .old : self.tones == .new ? .new : nil
                spellings = spellings.flatMap { VietnameseSpelling.accented($0, style) }
            } else {
                spellings += self.iAndYSpellings(bare)
            }
        }
        return Self.unique(spellings)
    }

    private func toneSpellings(_ text: String) -> [String] {
        let spellings =
            switch self.tones {
            case .asTyped: [text]
            case .old: [VietnameseSpelling.withTones(.old, text)]
            case .new: [VietnameseSpelling.withTones(.new, text)]
            case .both:
                Self.unique(
                    [text, VietnameseSpelling.withTones(.old, text), VietnameseSpelling.withTones(.new, text)]
                )
            }
        return spellings.flatMap { self.iAndYSpellings($0) }
    }

    private func iAndYSpellings(_ text: String) -> [String] {
        guard self.iAndY == .both else { return [text] }
        return Self.unique([text, VietnameseSpelling.withFinal(.i, text), VietnameseSpelling.withFinal(.y, text)])
    }

    private static func unique(_ spellings: [String]) -> [String] {
        var seen: Set<String> = []
        return spellings.filter { seen.insert($0).inserted }
    }

    private static let textIndexes: Set<Index> = [
        .any, .title, .uniformTitle, .keyTitle, .seriesTitle, .author, .personalName, .corporateName, .conferenceName,
        .editor, .subject, .topicalSubject, .geographicName, .genre, .publisher, .publicationPlace, .description,
        .notes,
    ]
}
