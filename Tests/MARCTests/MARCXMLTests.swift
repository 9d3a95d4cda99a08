import FoundationEssentials
import MARC
import Testing
import XML

@Suite struct MARCXMLTests {
    private func written(_ records: [MARCRecord]) -> [UInt8] {
        var writer = XMLWriter()
        writer.declaration()
        writer.open("collection", [("xmlns", MARCXML.namespace)])
        for record in records { MARCXML.write(record, into: &writer) }
        writer.close()
        return writer.bytes
    }

    private func isValid(_ document: [UInt8]) throws -> Bool {
        let arguments = ["--nonet", "--noout", "--schema", Shared.marcSchema.path, "@"]
        return try Tool.xmllint.run(arguments, on: document).status == 0
    }

    @Test func aRecordSurvivesTheWayOutAndIn() throws {
        let record = sampleRecord()
        #expect(try MARCXML.parseCollection(self.written([record, record])) == [record, record])
        var writer = XMLWriter()
        MARCXML.write(record, into: &writer)
        let read = try MARCXML.parse(writer.bytes)
        #expect(read == record && read.repairs.isEmpty)
    }

    @Test(
        arguments: [
            "<record><leader>%L</leader>%F</record>",
            "<m:collection xmlns:m='urn:any'><m:record><m:leader>%L</m:leader>%M</m:record></m:collection>",
            "<record xmlns='http://www.openarchives.org/OAI/2.0/'><header/><metadata><r:record xmlns:r='http://www.loc.gov/MARC21/slim'><r:leader>%L</r:leader>%R</r:record></metadata></record>",
            "<record xmlns='info:lc/xmlns/marcxchange-v1' format='MARC21' type='Bibliographic'><leader>\n   %L\n  </leader>%F</record>",
        ]
    )
    func anyNamespaceAndWrappingIsRead(_ template: String) throws {
        func fields(_ prefix: String) -> String {
            """
            <\(prefix)controlfield tag="001"> 42 </\(prefix)controlfield>
            <\(prefix)datafield tag="245" ind1="0" ind2="0"><\(prefix)subfield code="a">Sách <![CDATA[& ]]>vở</\(prefix)subfield>
            </\(prefix)datafield>
            """
        }
        let text = template.replacing("%L", with: "00000cam a2200000 i 4500").replacing("%F", with: fields(""))
            .replacing("%M", with: fields("m:")).replacing("%R", with: fields("r:"))
        let record = try MARCXML.parse(Array(text.utf8))
        #expect(record.leader.description == "00000cam a2200000 i 4500")
        #expect(record.controlNumber == "42")
        #expect(record.first("245")?["a"] == "Sách & vở")
        #expect(record.format == .marc21)
        #expect(record.repairs.isEmpty)
    }

    @Test func theFormatIsToldByTheTitleFieldOrTheAttribute() throws {
        let field = "<datafield tag='200' ind1='1' ind2=' '><subfield code='a'>x</subfield></datafield>"
        #expect(try MARCXML.parse(Array("<record>\(field)</record>".utf8)).format == .unimarc)
        #expect(try MARCXML.parse(Array("<record format='MARC21'>\(field)</record>".utf8)).format == .marc21)
        #expect(try MARCXML.parse(Array("<record>\(field)</record>".utf8), format: .marc21).format == .marc21)
    }

    @Test(
        arguments: [
            ("01234nam a2200289 a 4500", "00000nam a2200000 a 4500"),
            ("nam a2200289 a 4500", "00000nam a2200000 a 4500"),
            ("\n  01234nam  2200289 i 4500\n", "00000nam a2200000 i 4500"),
            ("01234nam 2200289 i 4500", "00000nam a2200000 i 4500"),
            ("", "00000    a2200000   4500"),
        ]
    )
    func leadersThatFormattersHaveTouchedAreRead(_ text: String, _ expected: String) throws {
        let record = try MARCXML.parse(Array("<record><leader>\(text)</leader></record>".utf8), format: .marc21)
        #expect(record.leader.description == expected)
    }

    @Test func whatIsNoMARCXMLIsRefused() {
        let xml = #expect(throws: MARCError.self) { try MARCXML.parse(Array("<record><leader>".utf8)) }
        #expect(xml?.code == .xml)
        let other = #expect(throws: MARCError.self) { try MARCXML.parse(Array("<rss><record/></rss>".utf8)) }
        #expect(other?.code == .notARecord)
        #expect((try? MARCXML.parseCollection(Array("<collection/>".utf8)))?.isEmpty == true)
    }

    @Test(
        .enabled(if: Tool.xmllint.isInstalled, "xmllint is not installed"),
        .enabled(if: Shared.hasMARCSchema, "the schema is not there")
    )
    func strangeRecordsAreWrittenValid() throws {
        var record = MARCRecord(leader: "0x|&<#-|", format: .marc21)
        record.append(
            "245",
            "A",
            "é",
            [("a", "a\u{0}b\u{8}c]]>&<\"'"), ("@", "x"), ("|", "y"), ("<", "z"), ("&", "z"), ("\"", "z")]
        )
        record.append("001", "late")
        record.append("FMT", "BK")
        record.append("a0b", " ", " ", [("a", "small letters")])
        record.append("Aa1", " ", " ", [("a", "no tag of the schema")])
        record.append("000", "no tag of the schema")
        record.append("5?5", " ", " ", [("a", "no tag of the schema")])
        record.append("500", " ", " ", [(Character, String)]())
        let document = self.written([record, sampleRecord(), MARCRecord(leader: "", format: .unimarc)])
        #expect(try self.isValid(document))
        let read = try MARCXML.parseCollection(document)[0]
        #expect(read.fields.map(\.tag) == ["001", "245", "FMT", "a0b"])
        #expect(read.first("245")?["a"] == "abc]]>&<\"'")
    }

    @Test(
        .enabled(if: Tool.xmllint.isInstalled, "xmllint is not installed"),
        .enabled(if: Shared.hasMARCSchema && Catalogues.isAvailable, "the schema or the test bed is not there"),
        arguments: Catalogues.readings.map(\.name)
    )
    func catalogueRecordsAreWrittenValidAndReadBack(_ name: String) throws {
        let records = try Catalogues.records(name)
        let document = self.written(records)
        #expect(try self.isValid(document))
        let read = try MARCXML.parseCollection(document)
        #expect(read == records)
    }
}
