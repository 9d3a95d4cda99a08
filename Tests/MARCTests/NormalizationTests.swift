import TestSupport
import Testing

@testable import MARC

@Suite struct NormalizationTests {
    private func brought(_ text: String) -> String {
        var bytes: [UInt8] = []
        Composer.append(Array(text.utf8).span, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func isEqual(_ left: String, _ right: String) -> Bool {
        left.unicodeScalars.elementsEqual(right.unicodeScalars)
    }

    @Test func everyCharacterSaidToBeComposedIs() {
        var wrong: [UInt32] = []
        for value in UInt32(0x80)...0x3_FFFF {
            guard let scalar = Unicode.Scalar(value), isCertainlyComposed(value) else { continue }
            let text = String(Character(scalar))
            if !isEqual(text, text.composed) || scalar.properties.canonicalCombiningClass.rawValue != 0 {
                wrong.append(value)
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test func everyDecomposedLetterIsComposed() {
        var wrong: [UInt32] = []
        for value in UInt32(0xA0)...0x2_FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(Character(scalar))
            let decomposed = text.decomposed
            guard !isEqual(text, decomposed) else { continue }
            if !isEqual(brought(decomposed), text.composed) || !isEqual(brought(text), text.composed) {
                wrong.append(value)
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test func vietnameseHalfDecomposedAsInCodePage1258IsComposed() {
        #expect(isEqual(brought("Viê\u{323}t Nam, đươ\u{300}ng, nươ\u{301}c"), "Việt Nam, đường, nước"))
    }

    @Test func anySequenceOfLettersAndMarksIsComposedAsByTheStandardLibrary() {
        var random = SeededGenerator(seed: 20_260_101)
        var wrong: [String] = []
        let pool: [UInt32] =
            Array(0x41...0x5A) + Array(0xC0...0x24F) + Array(0x300...0x370) + Array(0x391...0x3C9)
            + Array(0x1EA0...0x1EF9)
            + [
                0x20, 0x1100, 0x1161, 0x11A8, 0xAC00, 0x0958, 0x093C, 0x0915, 0x3099, 0x304B, 0x212B, 0x2126, 0x5B9,
                0x1F600,
            ]
        for _ in 0..<5_000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let isMark = Bool.random(using: &random)
                let value =
                    isMark ? UInt32.random(in: 0x300...0x36F, using: &random) : pool.randomElement(using: &random)!
                view.append(Unicode.Scalar(value)!)
            }
            let text = String(view)
            if !isEqual(brought(text), text.composed) { wrong.append(text) }
        }
        #expect(wrong.isEmpty)
    }

    @Test func damagedUTF8IsReplacedAsTheStandardLibraryDoes() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let count = Int.random(in: 1...6, using: &random)
            let bytes = (0..<count).map { _ in
                [UInt8.random(in: 0...255, using: &random), 0xE1, 0xBB, 0x87, 0xF0, 0x41].randomElement(using: &random)!
            }
            let expected = String(decoding: bytes, as: UTF8.self).composed
            #expect(isEqual(CharacterEncoding.utf8.decode(bytes[...]).text, expected), "\(bytes)")
            #expect(UTF8Scan(bytes.span).isValid == (String(validating: bytes, as: UTF8.self) != nil))
        }
    }
}
