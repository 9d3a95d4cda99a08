import Federation
import FoundationEssentials
import MARC
import SRU
import Scoring
import XML

/// A page of results as text: a table for people, or records for programs.
struct SearchResults {
    let page: Page
    let libraryNames: [String: String]

    private var merged: [MergedRecord] {
        self.page.clusters.map { cluster in
            MergedRecord(cluster) { target, library in library ?? self.libraryNames[target] }
        }
    }

    /// One line a record: position, title, author, year, libraries.
    var table: String {
        guard !self.page.clusters.isEmpty else {
            if self.page.allFailed { return "No target answered." }
            return self.page.numberOfRecords == 0 ? "Nothing found." : "\(self.page.numberOfRecords) records."
        }
        var table = Table(["#", "title", "author", "year", "libraries"])
        for (offset, merged) in self.merged.enumerated() {
            let core = DublinCore(merged.record)
            table.add([
                String(self.page.start + offset),
                (core.titles.first ?? "—").shortened(to: 56),
                (core.creators.first ?? core.contributors.first ?? "").shortened(to: 28),
                core.dates.first.map { String($0.prefix(4)) } ?? "",
                Self.targets(merged).joined(separator: " "),
            ])
        }
        let last = self.page.start + self.page.clusters.count - 1
        let about = self.page.precision == .exact ? "" : " (\(self.page.precision.rawValue))"
        return table.text + "\n\n\(self.page.start)–\(last) of \(self.page.numberOfRecords) records\(about)"
    }

    /// One line a target: hits, records fetched, milliseconds, or what went wrong.
    var targetLines: String {
        var table = Table(["target", "status", "hits", "fetched", "ms", ""])
        for target in self.page.targets {
            table.add([
                target.id,
                target.failure?.code.rawValue ?? target.state.rawValue,
                target.hits.map(String.init) ?? "–",
                String(target.fetched) + (target.unreadable > 0 ? " (\(target.unreadable) unreadable)" : ""),
                target.milliseconds.map(String.init) ?? "–",
                target.failure?.message ?? target.note ?? target.name,
            ])
        }
        return table.text
    }

    /// The records for programs.
    func text(as format: SearchCommand.Format) throws -> String {
        switch format {
        case .table: return self.table
        case .json: return try self.json()
        case .marcxml:
            var writer = XMLWriter(reserving: 65_536)
            writer.declaration()
            writer.open("collection", [("xmlns", MARCXML.namespace)])
            for merged in self.merged { MARCXML.write(merged.record, into: &writer) }
            writer.close()
            return String(decoding: writer.bytes, as: UTF8.self)
        case .dc:
            var writer = XMLWriter(reserving: 65_536)
            writer.declaration()
            writer.open("records")
            for merged in self.merged { DublinCore.write(merged.record, into: &writer) }
            writer.close()
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    private func json() throws -> String {
        let document = Document(
            numberOfRecords: self.page.numberOfRecords,
            precision: self.page.precision.rawValue,
            start: self.page.start,
            records: self.merged.map { merged in
                let elements = DublinCore(merged.record).elements.filter { !$0.values.isEmpty }
                return Document.Record(
                    id: merged.record.controlNumber ?? "",
                    dc: Dictionary(elements.map { ($0.name, $0.values) }, uniquingKeysWith: { $0 + $1 }),
                    holdings: merged.holdings.map { target, holding in
                        Document.Holding(
                            target: target,
                            library: holding.library ?? self.libraryNames[target] ?? target,
                            location: holding.location,
                            shelf: holding.shelf,
                            callNumber: holding.callNumber,
                            item: holding.itemNumber,
                            copies: holding.copies
                        )
                    }
                )
            },
            targets: self.page.targets.map { target in
                Document.Target(
                    id: target.id,
                    name: target.name,
                    status: target.failure?.code.rawValue ?? target.state.rawValue,
                    hits: target.hits,
                    fetched: target.fetched,
                    milliseconds: target.milliseconds,
                    message: target.failure?.message ?? target.note
                )
            }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    private static func targets(_ merged: MergedRecord) -> [String] {
        var seen: Set<String> = []
        return merged.members.map(\.target).filter { seen.insert($0).inserted }.sorted()
    }
}

/// The JSON form of a page.
private struct Document: Encodable {
    struct Record: Encodable {
        let id: String
        let dc: [String: [String]]
        let holdings: [Holding]
    }

    struct Holding: Encodable {
        let target: String
        let library: String
        let location: String?
        let shelf: String?
        let callNumber: String?
        let item: String?
        let copies: Int?
    }

    struct Target: Encodable {
        let id: String
        let name: String
        let status: String
        let hits: Int?
        let fetched: Int
        let milliseconds: Int?
        let message: String?
    }

    let numberOfRecords: Int
    let precision: String
    let start: Int
    let records: [Record]
    let targets: [Target]
}
