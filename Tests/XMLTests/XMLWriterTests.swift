import TestSupport
import Testing
import XML

@Suite struct XMLWriterTests {
    private func string(_ write: (inout XMLWriter) -> Void) -> String {
        var writer = XMLWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func elementsNestAndEmptyOnesAreShort() {
        let text = self.string { writer in
            writer.open("a", [("xmlns", "urn:x"), ("q", "\"<&>'\n")])
            writer.open("b")
            writer.close()
            writer.element("c", "1 < 2 ]]> 3")
            writer.element("d", "", [("e", "f")])
            writer.close()
        }
        let tag = "<a xmlns=\"urn:x\" q=\"&quot;&lt;&amp;&gt;'&#10;\">"
        #expect(text == tag + "<b/><c>1 &lt; 2 ]]&gt; 3</c><d e=\"f\"/></a>")
    }

    @Test func closingTooOftenIsHarmless() {
        #expect(self.string { $0.close() }.isEmpty)
    }

    @Test func whatXMLCannotCarryIsLeftOut() throws {
        let text = "a\u{0}b\u{8}c\u{B}\u{1F}d\u{FFFE}e\u{FFFF}f\u{FFFD}g\u{7F}\u{85}\u{10FFFF}"
        let document = self.string { $0.element("a", text) }
        let expected = "abcdef\u{FFFD}g\u{7F}\u{85}\u{10FFFF}"
        #expect(try XMLElement.parse(Array(document.utf8)).text == expected)
    }

    @Test func randomTextsComeBackAsWritten() throws {
        var generator = SeededGenerator(seed: 42)
        let illegal: [Unicode.Scalar] = ["\u{0}", "\u{1}", "\u{FFFE}", "\u{FFFF}"]
        let pool = illegal + Array("<>&\"'] \n\t\r\u{FEFF}éễ漢\u{10FFFF}a".unicodeScalars)
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<(generator.next() % 40) {
                text.unicodeScalars.append(pool.randomElement(using: &generator) ?? "a")
            }
            var writer = XMLWriter()
            writer.declaration()
            writer.open("r", [("v", text)])
            writer.text(utf8: Array(text.utf8)[...])
            writer.close()
            let legal = text.unicodeScalars.filter { !illegal.contains($0) }
            let element = try XMLElement.parse(writer.bytes)
            #expect(element.attribute("v")?.unicodeScalars.elementsEqual(legal) == true)
            #expect(element.text.unicodeScalars.elementsEqual(legal))
        }
    }

    @Test func aTreeSurvivesSerialisation() throws {
        let text = """
            <a:r xmlns:a='urn:1' xmlns:b='urn:2' a:x='1' b:y='2' z='3' xml:lang='vi'>t<b:s><n>u</n></b:s><a:s b:q=''/></a:r>
            """
        let element = try XMLElement.parse(Array(text.utf8))
        #expect(try XMLElement.parse(element.serialized()) == element)
        let inside = Array("<w xmlns='urn:3'>".utf8) + XMLElement(name: XMLName("n")).serialized() + Array("</w>".utf8)
        #expect(try XMLElement.parse(inside).elements.first?.name == XMLName("n"))
    }
}
