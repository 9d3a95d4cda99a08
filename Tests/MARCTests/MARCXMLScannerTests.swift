import TestSupport
import Testing
import XML

@testable import MARC

/// The quick way through MARCXML against the way by a tree.
@Suite struct MARCXMLScannerTests {
    private func document(_ records: [MARCRecord]) -> [UInt8] {
        var writer = XMLWriter()
        writer.declaration()
        writer.open("collection", [("xmlns", MARCXML.namespace)])
        for record in records { MARCXML.write(record, into: &writer) }
        writer.close()
        return writer.bytes
    }

    private func quick(_ text: String) -> [MARCRecord]? { MARCXMLScanner.records(Array(text.utf8), nil, XMLLimits()) }

    @Test func usualDocumentsTakeTheQuickWay() throws {
        var unimarc = MARCRecord(leader: .book(.unimarc), format: .unimarc)
        unimarc.append("200", "1", " ", [("a", "Truyện Kiều")])
        let records = [sampleRecord(), unimarc]
        #expect(MARCXMLScanner.records(self.document(records), nil, XMLLimits()) == records)
        let pretty = """
            <?xml version='1.0' encoding='utf-8'?>
            <marc:collection xmlns:marc="http://www.loc.gov/MARC21/slim" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:schemaLocation="http://www.loc.gov/MARC21/slim x.xsd">\r
              <marc:record type="Bibliographic">
                <marc:leader>00000nam a2200000 a 4500</marc:leader>
                <marc:controlfield tag="001">1</marc:controlfield >
                <marc:datafield tag='245' ind1="1" ind2="0"><marc:subfield code="a">A &amp; B &lt;&#x1EC7;&#233;&gt;</marc:subfield>
                  <marc:subfield code="b"/></marc:datafield>
                <marc:datafield tag="653" ind1=" " ind2=" "/>
              </marc:record>
            </marc:collection>
            """
        let record = try #require(self.quick(pretty)?.first)
        #expect(record.first("245").map { [$0["a"], $0["b"]] } == ["A & B <ệé>", ""])
        #expect(try MARCXML.parseTree(Array(pretty.utf8), nil, XMLLimits()) == [record])
    }

    @Test func whateverIsUnusualGoesTheOtherWay() {
        let leader = "<leader>00000nam a2200000 a 4500</leader>"
        func record(_ inside: String) -> String { "<record>\(leader)\(inside)</record>" }
        let field = { (text: String) in
            record("<datafield tag=\"245\" ind1=\" \" ind2=\" \"><subfield code=\"a\">\(text)</subfield></datafield>")
        }
        #expect(self.quick(field("x"))?.count == 1)
        let unusual = [
            "<!DOCTYPE x>" + field("x"), field("<![CDATA[x]]>"), field("x<!-- c -->"), field("<?p?>"), field("&nbsp;"),
            field("&#0;"), field("&#xFFFF;"), field("a]]>b"), field("\u{1}"), field("\u{FFFE}"), field("a\rb"),
            field("<b>x</b>"),
            record("text"), record("<other/>"), "<record/>", field("x") + "<x/>", field("x") + "x",
            field("x").dropLast() + "",
            record("<datafield tag=\"245\" tag=\"246\"/>"), record("<datafield tag=\"24\"/>"),
            record("<datafield tag=\"245\" ind1=\"11\"/>"),
            record("<datafield tag=\"001\"/>"), record("<datafield tag=\"2&#52;5\"/>"),
            record("<datafieldtag=\"245\"/>"),
            record("<datafield tag=\"245\"ind1=\"1\"/>"), record("<datafield tag=245/>"),
            record("<datafield x:tag=\"245\" tag=\"246\"/>"),
            record("</a:datafield>"), "<a:record>\(leader)</b:record>", "<?xml version=\"1.1\"?>" + field("x"),
            "<?xml version=\"1.0\" encodinG=\"UTF-8\"?>" + field("x"),
            "<?xml version=\"1.0\" encoding=\"latin1\"?>" + field("x"), "\u{FEFF}" + field("x"),
            "<record xmlns:xml=\"x\">\(leader)</record>",
            "<oai><record>\(leader)</record></oai>", "", "<", "<record", "<collection>",
            "<collection><record>\(leader)</record>",
        ]
        for text in unusual where self.quick(text) != nil { Issue.record("\(text)") }
    }

    @Test(.enabled(if: Catalogues.isAvailable, "no test bed"), arguments: Catalogues.readings.map(\.name))
    func bothWaysReadTheSame(_ name: String) throws {
        let bytes = self.document(try Catalogues.records(name))
        let quick = MARCXMLScanner.records(bytes, nil, XMLLimits())
        #expect(try quick == MARCXML.parseTree(bytes, nil, XMLLimits()))
    }

    @Test func nothingIsTakenThatTheOtherWayRefuses() throws {
        var random = SeededGenerator(seed: 77)
        let good = self.document([sampleRecord()])
        let pieces = [
            "&", "&#x41;", "<", ">", "\"", "'", "/", "]]>", "<!--", "xmlns:a=\"\"", " a:b=\"c\"", "\u{FFFE}", "\r\n",
            "record", ":", "<subfield code=\"a\">",
        ]
        var taken = 0
        for _ in 0..<6_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                if Bool.random(using: &random) {
                    mutate(&bytes, &random)
                } else {
                    let place = Int.random(in: 0...bytes.count, using: &random)
                    bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
                }
            }
            guard let quick = MARCXMLScanner.records(bytes, nil, XMLLimits()) else { continue }
            taken += 1
            let slow = try? MARCXML.parseTree(bytes, nil, XMLLimits())
            if slow != quick {
                Issue.record("\(String(decoding: bytes, as: UTF8.self)) \(String(describing: slow)) \(quick)")
            }
        }
        #expect(taken > 200)
    }
}
