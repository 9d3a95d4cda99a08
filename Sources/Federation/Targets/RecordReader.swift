import MARC
import SRU
import Scoring
import XML
import Z3950

/// Makes records of what a target sends, by the target's format and encoding; UNIMARC becomes MARC 21.
struct RecordReader: Sendable {
    let target: String
    let format: MARCFormat
    let encoding: CharacterEncoding

    /// One position of a Z39.50 target's answer.
    func read(_ item: RetrievedItem, position: Int) -> Result<SourceRecord, UnreadableRecord> {
        switch item {
        case .diagnostic(let diagnostic):
            return .failure(UnreadableRecord(position: position, reason: "\(diagnostic)"))
        case .record(let retrieved):
            do throws(MARCError) {
                return .success(self.source(try self.marc(retrieved), position))
            } catch {
                return .failure(UnreadableRecord(position: position, reason: "\(error)"))
            }
        }
    }

    /// One position of an SRU target's answer.
    func read(_ record: ResponseRecord, position: Int) -> Result<SourceRecord, UnreadableRecord> {
        if case .diagnostic(let diagnostic) = record.data {
            return .failure(UnreadableRecord(position: position, reason: "\(diagnostic)"))
        }
        do {
            guard let element = try record.element() else {
                return .failure(UnreadableRecord(position: position, reason: "the record is empty"))
            }
            return .success(self.source(try MARCXML.parse(element, format: self.xmlFormat), position))
        } catch {
            return .failure(UnreadableRecord(position: position, reason: "\(error)"))
        }
    }

    private func marc(_ retrieved: RetrievedRecord) throws(MARCError) -> MARCRecord {
        switch retrieved.syntax {
        case .xml:
            return try MARCXML.parse(retrieved.bytes, format: self.xmlFormat)
        case .usmarc:
            return try ISO2709.parse(retrieved.bytes[...], format: self.format, encoding: self.encoding)
        case .unimarc:
            return try ISO2709.parse(retrieved.bytes[...], format: .unimarc, encoding: self.encoding)
        case .opac, .sutrs, .other:
            // Some servers name another syntax than they send; a MARC record shows itself by its leader.
            return try ISO2709.parse(retrieved.bytes[...], format: self.format, encoding: self.encoding)
        }
    }

    /// Some servers send both kinds as MARCXML: UNIMARC is believed when configured, MARC 21 is looked at.
    private var xmlFormat: MARCFormat? {
        self.format == .unimarc ? .unimarc : nil
    }

    private func source(_ record: MARCRecord, _ position: Int) -> SourceRecord {
        guard record.format == .unimarc else {
            return SourceRecord(target: self.target, position: position, record: record)
        }
        return SourceRecord(
            target: self.target,
            position: position,
            record: UNIMARC.marc21(record),
            original: record
        )
    }
}

extension TargetAnswer {
    /// Takes in one position, readable or not.
    mutating func add(_ outcome: Result<SourceRecord, UnreadableRecord>) {
        switch outcome {
        case .success(let record): self.records.append(record)
        case .failure(let unreadable): self.unreadable.append(unreadable)
        }
    }
}
