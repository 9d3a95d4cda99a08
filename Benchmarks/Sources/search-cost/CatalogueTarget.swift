import CQL
import Federation
import FoundationEssentials
import MARC
import SRU
import Scoring

/// A library that answers every query with its whole catalogue, read from ISO 2709 as it is asked for, without a socket.
struct CatalogueTarget: Target {
    let id: String
    var name: String { self.id }
    let timeout = Duration.seconds(60)
    let records: [ArraySlice<UInt8>]
    let format: MARCFormat
    let encoding: CharacterEncoding

    /// Reads the file of a simulated library; its records wait as bytes.
    init(library: String, folder: String, limit: Int) throws {
        self.id = library
        let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(library).mrc")))
        self.records = Array(ISO2709.split(bytes[...]).prefix(limit))
        self.format = library == "qtr" ? .unimarc : .marc21
        self.encoding = library == "hti" ? .tcvn3 : library == "qbi" ? .marc8 : .utf8
    }

    func plan(_ query: ResolvedQuery) -> QueryPlan { QueryPlan(query, words: .sru("")) }

    func fetch(_ plan: QueryPlan, window: Range<Int>, deadline: ContinuousClock.Instant) async -> TargetAnswer {
        var answer = TargetAnswer(hits: self.records.count)
        for position in window.clamped(to: 1..<(self.records.count + 1)) {
            do throws(MARCError) {
                let record = try ISO2709.parse(self.records[position - 1], format: self.format, encoding: self.encoding)
                answer.records.append(self.source(record, position))
            } catch {
                answer.unreadable.append(UnreadableRecord(position: position, reason: "\(error)"))
            }
        }
        return answer
    }

    private func source(_ record: MARCRecord, _ position: Int) -> SourceRecord {
        guard record.format == .unimarc else {
            return SourceRecord(target: self.id, position: position, record: record)
        }
        return SourceRecord(target: self.id, position: position, record: UNIMARC.marc21(record), original: record)
    }

    func check(deadline: ContinuousClock.Instant) async throws(TargetFailure) -> String { self.id }

    func shutdown() async {}
}
