// The standard library's own normalisation is the source, so that these tables are of the same version of Unicode.
@_spi(_Unicode) import Swift

/// Canonical compositions of Latin, Greek and Cyrillic letters and of operators with the marks U+0300 to U+036F: all that
/// there are with those marks, for a quick way through normalisation form C (Unicode Standard Annex 15).
///
/// An object, because whoever composes text holds it.
final class CanonicalPairs: Sendable {
    /// The composite of a letter and a mark, by `letter << 32 | mark`.
    private let composites: ScalarTable
    /// The letter, one step decomposed, by the composite; the mark is in `marks`.
    private let letters: ScalarTable
    private let marks: ScalarTable
    /// The combining classes of U+0300 to U+036F.
    private let classes: [UInt8]

    static let standard = CanonicalPairs()

    /// The marks that the tables know.
    static let knownMarks: ClosedRange<UInt32> = 0x300...0x36F

    private init() {
        var composites: [(key: UInt64, value: UInt32)] = []
        var letters: [(key: UInt64, value: UInt32)] = []
        var marks: [(key: UInt64, value: UInt32)] = []
        for range: ClosedRange<UInt32> in [0xC0...0x24F, 0x370...0x52F, 0x1E00...0x1FFF, 0x2190...0x22FF] {
            for value in range {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let decomposed = Array(String(Character(scalar))._nfd)
                guard decomposed.count > 1, let mark = decomposed.last?.value else { continue }
                var prefix = String.UnicodeScalarView()
                prefix.append(contentsOf: decomposed.dropLast())
                let letter = Array(String(prefix)._nfc)
                var whole = String.UnicodeScalarView()
                whole.append(contentsOf: decomposed)
                guard letter.count == 1, Array(String(whole)._nfc) == [scalar] else { continue }
                composites.append((UInt64(letter[0].value) << 32 | UInt64(mark), value))
                letters.append((UInt64(value), letter[0].value))
                marks.append((UInt64(value), mark))
            }
        }
        self.composites = ScalarTable(composites)
        self.letters = ScalarTable(letters)
        self.marks = ScalarTable(marks)
        self.classes = CanonicalPairs.knownMarks.map {
            Unicode.Scalar($0)?.properties.canonicalCombiningClass.rawValue ?? 0
        }
    }

    /// The letter that letter and mark make together; 0 when there is none.
    @inline(__always)
    func composite(_ letter: UInt32, _ mark: UInt32) -> UInt32 {
        self.composites[UInt64(letter) << 32 | UInt64(mark)]
    }

    /// One step of decomposition; `nil` when the letter has none here.
    func parts(_ composite: UInt32) -> (letter: UInt32, mark: UInt32)? {
        let mark = self.marks[UInt64(composite)]
        return mark == 0 ? nil : (self.letters[UInt64(composite)], mark)
    }

    /// The combining class of a mark of ``knownMarks``; 0 for anything else.
    func combiningClass(_ mark: UInt32) -> UInt8 {
        CanonicalPairs.knownMarks.contains(mark) ? self.classes[Int(mark - 0x300)] : 0
    }
}

/// Any text in normalisation form C, by the standard library.
func composedByStandardLibrary(_ scalars: [UInt32]) -> [UInt32] {
    var view = String.UnicodeScalarView()
    for value in scalars {
        view.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(view)._nfc.map(\.value)
}
