/// The order of a Vietnamese dictionary or library catalogue.
///
/// Syllable by syllable: first the letters a ă â b c d đ e ê … o ô ơ … u ư v x y, then the tones ngang, huyền, hỏi, ngã, sắc,
/// nặng. So *ba cu* stands before *bà con*, and that before *bá cáo*; *da* before *đa*. Where a tone mark is written does not
/// count (*hòa*, *hoà*), nor does case. Numbers are ordered by value and stand before letters; letters of other
/// scripts stand last.
public enum VietnameseOrder {
    /// The sort key of a text: byte strings that compare as the texts do.
    ///
    /// - Parameter text: In any normalisation form.
    /// - Returns: Equal keys for texts that differ only in case, punctuation or the place of tone marks.
    public static func key(_ text: String) -> [UInt8] {
        var key: [UInt8] = []
        var syllable = Syllable()
        var digits: [UInt8] = []
        func finishNumber() {
            guard !digits.isEmpty else { return }
            let value = digits.drop { $0 == 0x30 }
            key += [Weight.number, UInt8(truncatingIfNeeded: min(value.count, 255))] + value
            digits.removeAll(keepingCapacity: true)
        }
        for scalar in text.lowercased().unicodeScalars {
            if (0x30...0x39).contains(scalar.value) {
                syllable.finish(&key)
                digits.append(UInt8(truncatingIfNeeded: scalar.value))
                continue
            }
            finishNumber()
            if !syllable.append(scalar) { syllable.finish(&key) }
        }
        finishNumber()
        syllable.finish(&key)
        return key
    }

    /// Whether a text stands before another; texts with equal keys are ordered by their code points.
    public static func precedes(_ left: String, _ right: String) -> Bool {
        let (leftKey, rightKey) = (self.key(left), self.key(right))
        if leftKey != rightKey { return leftKey.lexicographicallyPrecedes(rightKey) }
        return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
    }

    private enum Weight {
        /// The end of a syllable's letters, below every letter.
        static let end: UInt8 = 0x01
        static let number: UInt8 = 0x10
        static let firstLetter: UInt8 = 0x20
        static let other: UInt8 = 0xF0
    }

    private static let letters: [UInt32: UInt8] = {
        var weights: [UInt32: UInt8] = [:]
        for (place, letter) in "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz".unicodeScalars.enumerated() {
            weights[letter.value] = Weight.firstLetter + UInt8(truncatingIfNeeded: place) * 2
        }
        return weights
    }()

    private struct Syllable {
        private var weights: [UInt8] = []
        private var tone: UInt8 = 0

        /// Adds a letter or mark; `false` when it is none and ends the syllable.
        mutating func append(_ scalar: Unicode.Scalar) -> Bool {
            if let place = VietnameseLetter.tones.firstIndex(of: scalar.value) {
                self.tone = UInt8(truncatingIfNeeded: place + 1)
                return true
            }
            let (letter, mark) = VietnameseLetter.split(scalar.value)
            if let place = VietnameseLetter.tones.firstIndex(of: mark) {
                self.tone = UInt8(truncatingIfNeeded: place + 1)
            }
            if let weight = VietnameseOrder.letters[letter] {
                self.weights.append(weight)
                return true
            }
            switch scalar.properties.generalCategory {
            case .nonspacingMark: return self.join(scalar.value)
            case .lowercaseLetter, .modifierLetter, .otherLetter, .uppercaseLetter, .titlecaseLetter, .otherNumber:
                // Letters with marks of other languages stand directly behind their letter: ü behind u.
                if let (base, _) = CanonicalPairs.standard.parts(letter), let weight = VietnameseOrder.letters[base] {
                    self.weights.append(weight + 1)
                } else {
                    self.weights.append(Weight.other)
                    self.weights += Array(String(scalar).utf8)
                }
                return true
            default: return false
            }
        }

        /// A mark behind its letter, in decomposed text: â from a and the circumflex.
        private mutating func join(_ mark: UInt32) -> Bool {
            guard let last = self.weights.last,
                let base = VietnameseOrder.letters.first(where: { $0.value == last })?.key
            else { return true }
            let composite = CanonicalPairs.standard.composite(base, mark)
            if let weight = VietnameseOrder.letters[composite] {
                self.weights[self.weights.count - 1] = weight
            } else if composite != 0 {
                self.weights[self.weights.count - 1] = last + 1
            }
            return true
        }

        mutating func finish(_ key: inout [UInt8]) {
            guard !self.weights.isEmpty else { return }
            key += self.weights + [Weight.end, Weight.end + self.tone]
            self = Syllable()
        }
    }
}
