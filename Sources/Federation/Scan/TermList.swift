public import SRU
import Scoring

/// The terms of an index, from all targets of a database that list theirs.
public struct TermList: Sendable {
    /// The terms, in the order of their letters without marks.
    public var terms: [ScanResponse.Term]
    /// How every target stands, in the database's order; `hits` is the number of terms it gave.
    public var targets: [TargetStatus]

    /// Whether no target gave a list.
    public var allFailed: Bool { self.targets.allSatisfy { $0.state != .ok } }
}

/// Makes one list of the lists of several targets: one term for each folded key, with the numbers added up.
///
/// Every list reaches at least as far as what is shown of it, so no term between two that are shown is missing,
/// as far as the targets order their lists by letters. A single list is left as the target gave it.
struct TermMerge {
    private struct Merged {
        var key: [UInt8]
        /// The forms in which targets have the term, with their numbers.
        var forms: [String: Int]
        /// The sum; nil when a target did not tell its number.
        var count: Int?
    }

    private let start: [UInt8]
    private let isSingle: Bool
    private var merged: [[UInt8]: Merged] = [:]
    private var single: [TermWindow.Term] = []
    private var reachesStart = true
    private var reachesEnd = true

    /// A merge of as many lists around a term.
    init(term: String, listCount: Int) {
        self.start = Self.key(term)
        self.isSingle = listCount == 1
    }

    /// The key of a term: its letters in small without marks; for terms without letters, themselves.
    static func key(_ text: String) -> [UInt8] {
        let key = Array(Normalization.foldKey(text).utf8)
        return key.isEmpty ? Array(text.utf8) : key
    }

    /// Takes in the list of one target.
    mutating func add(_ window: TermWindow) {
        self.reachesStart = self.reachesStart && window.reachesStart
        self.reachesEnd = self.reachesEnd && window.reachesEnd
        for term in window.before + window.after {
            if self.isSingle { self.single.append(term) }
            let key = Self.key(term.text)
            var known = self.merged[key] ?? Merged(key: key, forms: [:], count: 0)
            known.forms[term.text, default: 0] += term.count ?? 0
            known.count = known.count.flatMap { sum in term.count.map { sum + $0 } }
            self.merged[key] = known
        }
    }

    /// The terms shown: so many before the start and so many from it on.
    ///
    /// - Parameters:
    ///   - before: terms before the start.
    ///   - after: terms from the start on.
    ///   - skipsStart: whether the start itself is left out, because it stands before the first.
    /// - Returns: the terms, each with its place in the whole list where that is known.
    func terms(before: Int, after: Int, skipsStart: Bool) -> [ScanResponse.Term] {
        let all: [(key: [UInt8], text: String, count: Int?)]
        if self.isSingle {
            all = self.single.map { (Self.key($0.text), $0.text, $0.count) }
        } else {
            all = self.merged.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { term in
                let form = term.forms.max { ($0.value, $1.key) < ($1.value, $0.key) }
                return (term.key, form?.key ?? "", term.count)
            }
        }
        let first = all.firstIndex { !$0.key.lexicographicallyPrecedes(self.start) } ?? all.endIndex
        var low = max(0, first - before)
        var high = min(all.count, first + after)
        if skipsStart {
            let beyond = all[first...].firstIndex { $0.key != self.start } ?? all.endIndex
            low = beyond
            high = min(all.count, beyond + after)
        }
        guard low < high else { return [] }
        return (low..<high).map { place in
            var term = ScanResponse.Term(all[place].text, numberOfRecords: all[place].count)
            let isFirst = place == 0 && self.reachesStart
            let isLast = place == all.count - 1 && self.reachesEnd
            term.whereInList = isFirst ? (isLast ? .only : .first) : isLast ? .last : .inner
            // At the edge of what is known nobody can tell whether there is more.
            if !isFirst, !isLast, place == 0 || place == all.count - 1 { term.whereInList = nil }
            return term
        }
    }
}
