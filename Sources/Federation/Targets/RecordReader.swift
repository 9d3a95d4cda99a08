import MARC
import NIOConcurrencyHelpers
import SRU
import Scoring
import XML
import Z3950

/// Makes records of what a target sends, by the target's format and encoding; UNIMARC becomes MARC 21.
struct RecordReader: Sendable {
    let target: String
    let format: MARCFormat
    let encoding: CharacterEncoding
    /// What the records tell of their encoding, where the target's entry does not.
    private let evidence: NIOLockedValueBox<EncodingEvidence>?
    let known = KnownRecords()

    init(target: String, format: MARCFormat, encoding: CharacterEncoding) {
        self.target = target
        self.format = format
        self.encoding = encoding
        self.evidence = encoding == .automatic ? NIOLockedValueBox(EncodingEvidence(format: format)) : nil
    }

    /// A Z39.50 target's answer: each position becomes a record or the reason why there is none.
    func read(_ items: [RetrievedItem], from position: Int, into answer: inout TargetAnswer) {
        let encoding = self.encoding(after: items)
        let names = items.map { item -> KnownRecords.Name? in
            guard case .record(let record) = item else { return nil }
            return KnownRecords.Name(record.bytes, record.syntax, readAs: encoding)
        }
        self.read(names, from: position, into: &answer) { self.read(items[$0], encoding, position: $1) }
        self.describe(encoding, in: &answer)
    }

    /// An SRU target's answer, likewise.
    func read(_ records: [ResponseRecord], from position: Int, into answer: inout TargetAnswer) {
        // While the encoding is sought, all records are evidence of it, and have to be read before.
        let settled = self.settledEncoding
        let contents = settled == nil ? records.map { self.read($0) } : []
        let encoding = settled ?? self.encoding(after: contents)
        let names = records.map { record -> KnownRecords.Name? in
            guard settled != nil, case .octets(let bytes) = record.data else { return nil }
            return KnownRecords.Name(bytes, .xml, readAs: encoding)
        }
        self.read(names, from: position, into: &answer) { offset, position in
            (settled == nil ? contents[offset] : self.read(records[offset]))
                .map { self.source($0, encoding, position) }
                .mapError { UnreadableRecord(position: position, reason: $0.description) }
        }
        self.describe(encoding, in: &answer)
    }

    /// Reads what is not known by its name already.
    private func read(
        _ names: [KnownRecords.Name?],
        from start: Int,
        into answer: inout TargetAnswer,
        _ read: (_ offset: Int, _ position: Int) -> Result<SourceRecord, UnreadableRecord>
    ) {
        let known = self.known.records(named: names)
        var fresh: [(KnownRecords.Name, ReadRecord)] = []
        var reader = ReadRecord.Reader()
        for (offset, name) in names.enumerated() {
            let position = start + offset
            if let record = known[offset] {
                answer.add(.success(SourceRecord(record, position: position)))
                continue
            }
            let outcome = read(offset, position).map { record in
                guard let name else { return record }
                let read = reader.read(record)
                fresh.append((name, read))
                return SourceRecord(read, position: position)
            }
            answer.add(outcome)
        }
        self.known.remember(fresh)
    }

    // MARK: - Z39.50

    private func read(
        _ item: RetrievedItem,
        _ encoding: CharacterEncoding,
        position: Int
    ) -> Result<SourceRecord, UnreadableRecord> {
        switch item {
        case .diagnostic(let diagnostic):
            return .failure(UnreadableRecord(position: position, reason: "\(diagnostic)"))
        case .record(let retrieved):
            do throws(MARCError) {
                return .success(self.source(try self.content(retrieved, encoding), encoding, position))
            } catch {
                return .failure(UnreadableRecord(position: position, reason: "\(error)"))
            }
        }
    }

    private func content(_ retrieved: RetrievedRecord, _ encoding: CharacterEncoding) throws(MARCError) -> Content {
        let bytes = retrieved.bytes
        switch retrieved.syntax {
        case .usmarc:
            return Content(try ISO2709.parse(bytes[...], format: self.format, encoding: encoding))
        case .unimarc:
            return Content(try ISO2709.parse(bytes[...], format: .unimarc, encoding: encoding))
        case .xml:
            return try self.content(bytes)
        case .opac, .sutrs, .other:
            if retrieved.syntax == .opac,
                let opac = try? OPACRecord(bytes[...], format: self.format, encoding: encoding)
            {
                return Content(opac)
            }
            // Some servers name another syntax than they send: MARC shows itself by its leader, XML by its first character.
            if let record = try? ISO2709.parse(bytes[...], format: self.format, encoding: encoding) {
                return Content(record)
            }
            if bytes.first(where: { $0 > 0x20 }) == 0x3C { return try self.content(bytes) }
            guard retrieved.syntax == .sutrs else {
                throw MARCError(.notARecord, "what came as \(retrieved.syntax) is no record")
            }
            return Content(try SUTRS.parse(bytes[...], encoding: encoding))
        }
    }

    // MARK: - XML

    private struct Unreadable: Error { var description: String }

    private func read(_ record: ResponseRecord) -> Result<Content, Unreadable> {
        do throws(MARCError) {
            switch record.data {
            case .diagnostic(let diagnostic): return .failure(Unreadable(description: "\(diagnostic)"))
            case .element(let element): return .success(try self.content(element))
            case .xml(let bytes), .octets(let bytes): return .success(try self.content(bytes))
            }
        } catch {
            return .failure(Unreadable(description: "\(error)"))
        }
    }

    /// MARCXML is read without a tree; anything else by its elements.
    private func content(_ bytes: [UInt8]) throws(MARCError) -> Content {
        if let record = MARCXML.parseWithoutTree(bytes, format: self.xmlFormat) { return Content(record) }
        let element: XMLElement
        do throws(XMLError) {
            element = try XMLElement.parse(mending: bytes)
        } catch {
            throw MARCError(.xml, error.description)
        }
        return try self.content(element)
    }

    private func content(_ element: XMLElement) throws(MARCError) -> Content {
        if element.name.local == "opacRecord" {
            return Content(try OPACRecord(element, format: self.xmlFormat))
        }
        return Content(try RecordXML.parse(element, format: self.xmlFormat))
    }

    /// Some servers send both kinds as MARCXML: UNIMARC is believed when configured, MARC 21 is looked at.
    private var xmlFormat: MARCFormat? {
        self.format == .unimarc ? .unimarc : nil
    }

    // MARK: - Encoding

    /// The encoding that no further record changes; nil while it is sought.
    private var settledEncoding: CharacterEncoding? {
        guard let evidence = self.evidence else { return self.encoding }
        return evidence.withLockedValue { $0.isFinished ? $0.encoding : nil }
    }

    /// The encoding to read an answer with, after what it tells itself.
    private func encoding(after items: [RetrievedItem]) -> CharacterEncoding {
        guard let evidence = self.evidence else { return self.encoding }
        return evidence.withLockedValue { evidence in
            guard !evidence.isFinished else { return evidence.encoding }
            for case .record(let record) in items where record.syntax != .opac { evidence.add(record.bytes[...]) }
            return evidence.encoding
        }
    }

    private func encoding(after records: [Result<Content, Unreadable>]) -> CharacterEncoding {
        guard let evidence = self.evidence else { return self.encoding }
        return evidence.withLockedValue { evidence in
            guard !evidence.isFinished else { return evidence.encoding }
            for case .success(let content) in records { evidence.add(content.record) }
            return evidence.encoding
        }
    }

    /// Says in the target's status when its encoding was found out, or not yet although it would be needed.
    private func describe(_ encoding: CharacterEncoding, in answer: inout TargetAnswer) {
        guard let evidence = self.evidence?.withLockedValue({ ($0.isFinished, $0.records) }) else { return }
        if encoding != .automatic {
            answer.addNote(
                "read as \(encoding.rawValue), by \(evidence.1) records; charset.records in its entry makes that sure"
            )
        } else if answer.records.contains(where: \.hasStrangeCharacters) {
            answer.addNote(
                evidence.0
                    ? "no encoding fits its records; charset.records in its entry names one"
                    : "the encoding of its records is not known yet; charset.records in its entry names one"
            )
        }
    }

    // MARK: - Records

    /// A record as it was read.
    private struct Content {
        var record: MARCRecord
        var holdings: [Holding]?

        init(_ record: MARCRecord) { self.record = record }

        init(_ opac: OPACRecord) {
            self.record = opac.bibliographic
            self.holdings = opac.holdings.isEmpty ? nil : opac.holdings
        }
    }

    private func source(_ content: Content, _ encoding: CharacterEncoding, _ position: Int) -> SourceRecord {
        let record = content.record.corrected(from: encoding)
        guard record.format == .unimarc else {
            return SourceRecord(
                target: self.target,
                position: position,
                record: record,
                holdings: content.holdings
            )
        }
        return SourceRecord(
            target: self.target,
            position: position,
            record: UNIMARC.marc21(record),
            original: record,
            holdings: content.holdings
        )
    }
}

extension SourceRecord {
    fileprivate var hasStrangeCharacters: Bool { self.repairs.contains { $0.code == .characters } }
}

extension TargetAnswer {
    /// Takes in one position, readable or not.
    mutating func add(_ outcome: Result<SourceRecord, UnreadableRecord>) {
        switch outcome {
        case .success(let record):
            self.records.append(record)
            if !record.repairs.isEmpty { self.mended += 1 }
        case .failure(let unreadable): self.unreadable.append(unreadable)
        }
    }

    /// Adds a sentence for people, once.
    mutating func addNote(_ text: String) {
        if let note = self.note {
            if !note.contains(text) { self.note = "\(note); \(text)" }
        } else {
            self.note = text
        }
    }
}
