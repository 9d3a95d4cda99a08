import TestSupport
import Testing
import XML

@Suite struct XMLReaderTests {
    private func parse(_ text: String, _ change: (inout XMLLimits) -> Void = { _ in }) throws -> XMLElement {
        var limits = XMLLimits()
        change(&limits)
        return try XMLElement.parse(Array(text.utf8), limits: limits)
    }

    private func code(_ text: String, _ change: (inout XMLLimits) -> Void = { _ in }) -> XMLError.Code? {
        do {
            _ = try self.parse(text, change)
            return nil
        } catch {
            return (error as? XMLError)?.code
        }
    }

    @Test func namespacesAreResolvedWhateverThePrefix() throws {
        let one = try self.parse("<a:r xmlns:a='urn:x'><a:s code='1'>é&amp;<![CDATA[<b>]]></a:s></a:r>")
        let two = try self.parse("<r xmlns='urn:x'><s code='1'>é&amp;&lt;b&gt;</s></r>")
        #expect(one == two)
        #expect(one.first("s")?.text == "é&<b>")
        #expect(one.first("s")?.attribute("code") == "1")
        #expect(one.name == XMLName("r", namespace: "urn:x"))
    }

    @Test func eventsComeInOrderAndEmptyElementsEnd() throws {
        var reader = try XMLReader(Array("<?xml version='1.0'?><!-- c --><a><b x='1'/>t<c></c></a>".utf8))
        var events: [XMLEvent] = []
        while let event = try reader.next() { events.append(event) }
        #expect(
            events == [
                .startElement(XMLName("a"), []),
                .startElement(XMLName("b"), [XMLAttribute(XMLName("x"), "1")]), .endElement(XMLName("b")),
                .text("t"), .startElement(XMLName("c"), []), .endElement(XMLName("c")), .endElement(XMLName("a")),
            ]
        )
    }

    @Test func aSubtreeIsReadBetweenEvents() throws {
        var reader = try XMLReader(Array("<a><b><c>1</c></b><d/></a>".utf8))
        _ = try reader.next()
        guard case .startElement(let name, let attributes)? = try reader.next() else {
            Issue.record("no start of b")
            return
        }
        let element = try reader.readElement(name, attributes)
        #expect(element.first("c")?.text == "1")
        #expect(try reader.next() == .startElement(XMLName("d"), []))
        #expect(try reader.readElement(XMLName("d"), []).children.isEmpty)
        #expect(try reader.next() == .endElement(XMLName("a")))
        #expect(try reader.next() == nil)
    }

    @Test(arguments: [
        ("a:b:c", "c"), ("a:5", "a:5"), ("a:5:c", "c"), ("a:\u{301}", "a:\u{301}"), ("a:b:", "a:b:"), (":c", "c"),
    ])
    func aNameLosesAllPrefixesThatWereNeverDeclared(_ name: String, _ local: String) throws {
        let element = try self.parse("<\(name)/>")
        #expect(element.name == XMLName(local))
        #expect(try XMLElement.parse(element.serialized()) == element)
    }

    @Test func attributesThatLoseTheirPrefixesStayDifferent() throws {
        let element = try self.parse("<a :xmlns='urn:a' b:c='1' c='2' d:c='3' e:f='4'/>")
        #expect(element.attributes.map { "\($0.name.local)=\($0.value)" } == ["c=1", "f=4"])
        #expect(element.name == XMLName("a"))
        #expect(try XMLElement.parse(element.serialized()) == element)
    }

    @Test func anAmpersandInANamespaceIsOneCharacter() throws {
        let element = try self.parse("<a xmlns='urn:a?b&amp;c&#38;d&amp;#38;e'/>")
        #expect(element.name == XMLName("a", namespace: "urn:a?b&c&d&#38;e"))
        #expect(try XMLElement.parse(element.serialized()) == element)
    }

    @Test func longTextIsOneText() throws {
        let long = String(repeating: "Nguyễn ", count: 20_000)
        #expect(try self.parse("<a>\(long)</a>").children == [.text(long)])
    }

    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
        "<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;'>]><l>&c;</l>",
    ])
    func documentTypesAreRefused(_ text: String) {
        #expect(self.code(text) == .documentType)
    }

    @Test func depthIsLimited() {
        let nested = String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65)
        #expect(self.code(nested) == .tooDeep)
        #expect(self.code(nested) { $0.maximumDepth = 65 } == nil)
    }

    @Test func attributesAreLimitedBeforeTheParserSeesThem() {
        let many = (0..<200_000).map { " a\($0)='>'" }.joined()
        #expect(self.code("<a\(many)/>") == .tooManyAttributes)
        #expect(self.code("<a b='1' c='2'/>") { $0.maximumAttributes = 1 } == .tooManyAttributes)
        #expect(self.code("<a b='1=2=3' c=\"'=\"/>") { $0.maximumAttributes = 2 } == nil)
    }

    @Test func namespaceDeclarationsInScopeAreLimited() {
        let declarations = (0..<20).map { " xmlns:p\($0)='u'" }.joined()
        let nested = String(repeating: "<a\(declarations)>", count: 30) + String(repeating: "</a>", count: 30)
        #expect(self.code(nested) == .tooManyAttributes)
        #expect(self.code("<r>" + String(repeating: "<a\(declarations)/>", count: 100) + "</r>") == nil)
    }

    @Test func sizeAndTextAreLimited() {
        #expect(self.code("<a>12345</a>") { $0.maximumBytes = 11 } == .tooLarge)
        #expect(self.code("<a>12345</a>") { $0.maximumTextBytes = 4 } == .tooLarge)
    }

    @Test(arguments: [
        "", "   ", "x", "<a>", "<a></b>", "<a/><b/>", "<a>&nbsp;</a>", "<a b=1/>", "<a>\u{1}</a>", "<a>&#0;</a>",
        "<a b='1' b='2'/>", "<a", "<", "<!", "<![CDATA[", "<!--", "<a><b></a></b>", "<a>text",
        " <?xml version='1.0'?><a/>",
    ])
    func malformedDocumentsAreRefused(_ text: String) {
        #expect(self.code(text) != nil)
    }

    @Test func theErrorNamesTheLine() {
        #expect {
            try self.parse("<a>\n<b>\n</c>\n</a>")
        } throws: { error in
            (error as? XMLError)?.line == 3
        }
    }

    @Test func declaredEncodingsAreRead() throws {
        let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8) + [0xE9] + Array("</a>".utf8)
        #expect(try XMLElement.parse(latin).text == "é")
        #expect(self.code("<?xml version='1.0' encoding='UTF-7'?><a/>") == .unsupportedEncoding)
        #expect(throws: XMLError.self) { try XMLElement.parse([0xFF, 0xFE, 0x3C, 0, 0x61, 0, 0x2F, 0, 0x3E, 0]) }
        #expect(throws: XMLError.self) { try XMLElement.parse([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E]) }
    }

    @Test func aByteOrderMarkIsNoText() throws {
        #expect(try XMLElement.parse([0xEF, 0xBB, 0xBF] + Array("<a/>".utf8)).name.local == "a")
    }

    @Test func anUndeclaredPrefixIsForgiven() throws {
        #expect(try self.parse("<r><p:x q:y='1'/></r>").first("x")?.attribute("y") == "1")
    }

    @Test func damagedDocumentsNeverTrap() {
        let whole = Array("<r xmlns='u'><a b='1'>text &amp; <![CDATA[more]]></a><!-- c --><d/></r>".utf8)
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3_000 {
            var bytes = whole
            for _ in 0...Int(generator.next() % 3) {
                let place = Int(generator.next() % UInt64(bytes.count))
                if generator.next() % 2 == 0 {
                    bytes[place] = UInt8(truncatingIfNeeded: generator.next())
                } else {
                    bytes.removeSubrange(place...)
                    if bytes.isEmpty { bytes = [0x3C] }
                }
            }
            _ = try? XMLElement.parse(bytes)
        }
    }
}
