import CQL
import SRU
import Testing
import XML

@Suite struct ExplainTests {
    static func record() -> ExplainRecord {
        var record = ExplainRecord(host: "gateway.example.org", port: 443, database: "sru/union", transport: "https")
        record.titles = [.init("Mục lục liên hợp", language: "vi"), .init("Union catalogue", language: "en")]
        record.descriptions = [.init("Six libraries <&>", language: "en")]
        record.contact = "admin@example.org"
        record.dateModified = "2026-01-02"
        record.describe(.standard)
        record.queryExamples = ["dc.title = huế"]
        record.schemas = [
            .init(name: "marcxml", identifier: "info:srw/schema/1/marcxml-v1.1", titles: [.init("MARCXML")]),
            .init(name: "dc", identifier: "info:srw/schema/1/dc-v1.1"),
        ]
        record.defaults = [.init("numberOfRecords", "10"), .init("contextSet", "dc")]
        record.settings = [.init("maximumRecords", "100")]
        record.supports = [.init("relationModifier", "stem"), .init("sort", "cql")]
        return record
    }

    @Test(.enabled(if: SharedFiles.haveSchemas), arguments: SRUVersion.allCases, RecordPacking.allCases)
    func answersAndDescriptionsAreValid(_ version: SRUVersion, _ packing: RecordPacking) async throws {
        var request = ExplainRequest(version: version)
        request.recordPacking = packing
        let response = ExplainResponse(version: version, record: Self.record(), echoing: request)
        try await expectValid(response.serialized(), version.isVersion1 ? .answer1 : .answer2)
        try await expectValid(
            Self.record().serialized(version: version),
            version.isVersion1 ? .zeerex : .explain2
        )
    }

    @Test(.enabled(if: SharedFiles.haveSchemas), arguments: SRUVersion.allCases)
    func faultsKeepTheDescription(_ version: SRUVersion) async throws {
        let fault = SRUFault(.unsupportedVersion(highest: .v2_0), version: version, operation: .explain)
        let document = fault.serialized(explain: Self.record())
        try await expectValid(document, version.isVersion1 ? .answer1 : .answer2)
        let root = try XMLElement.parse(document)
        #expect(root.name.local == "explainResponse")
        #expect(root.first("diagnostics")?.first("diagnostic")?.first("uri")?.text == "info:srw/diagnostic/1/5")
    }

    @Test(arguments: SRUVersion.allCases, RecordPacking.allCases)
    func whatIsWrittenIsReadBack(_ version: SRUVersion, _ packing: RecordPacking) throws {
        var request = ExplainRequest(version: version)
        request.recordPacking = packing
        var expected = Self.record()
        expected.version = version.rawValue
        if version.isVersion1 { expected.queryExamples = [] }
        let response = ExplainResponse(version: version, record: Self.record(), echoing: request)
        #expect(try ExplainRecord.parse(response.serialized()) == expected)
        #expect(try ExplainRecord.parse(response.serialized(soap: true)) == expected)
        #expect(try ExplainRecord.parse(expected.serialized(version: version)) == expected)
    }

    @Test func everyPublishedNameIsUnderstoodInQueries() {
        let record = Self.record()
        let sets = Set(record.contextSets.map(\.name))
        #expect(record.indexes.count > 20)
        for name in record.indexes.flatMap(\.names) {
            #expect(sets.contains(name.set ?? ""))
            #expect(IndexCatalogue.standard.index(set: name.set, name: name.name) != nil, "\(name)")
        }
    }

    @Test func anErrorInsteadOfADescriptionIsTold() {
        let document = SearchRetrieveResponse(fatal: SRUDiagnostic(4), version: .v1_1).serialized()
        let error = #expect(throws: SRUError.self) { try ExplainRecord.parse(document) }
        #expect(error?.code == .diagnostic(SRUDiagnostic(4)))
        #expect(throws: SRUError.self) { try ExplainRecord.parse(Array("<html><title>x</title></html>".utf8)) }
    }
}
