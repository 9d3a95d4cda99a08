/// Decodes MARC-8: a state machine over bytes, whose designations last to the end of a field.
struct MARC8Decoder {
    private var lower = MARC8Set.ascii
    private var upper = MARC8Set.extendedLatin
    /// Marks that wait for their letter.
    private var marks: [UInt32] = []
    private let tables = MARC8Set.tables

    /// Whether nothing but ASCII and ANSEL is designated.
    var isInitial: Bool { self.lower == .ascii && self.upper == .extendedLatin && self.marks.isEmpty }

    /// Decodes one subfield; returns the number of U+FFFD put for damage.
    mutating func decode(_ bytes: Span<UInt8>, _ composer: inout Composer, to text: inout [UInt8]) -> Int {
        var replacements = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if self.lower == .ascii, self.marks.isEmpty {
                // Most of it, but for what begins a numeric reference.
                let end = endOfPrintableASCII(bytes, from: index, except: 0x26)
                if end > index {
                    composer.append(ascii: bytes.extracting(index..<end), to: &text)
                    index = end
                    continue
                }
            }
            if byte == 0x1B {
                let length = self.escape(bytes, index)
                if length == 0 {
                    replacements += 1
                    self.put(0xFFFD, &composer, &text)
                    index += 1
                } else {
                    index += length
                }
                continue
            }
            if byte == 0x26, self.lower == .ascii, let (scalar, length) = numericReference(bytes, index) {
                self.put(scalar, &composer, &text)
                index += length
                continue
            }
            let code = byte & 0x7F
            if code <= 0x20 || code == 0x7F {
                let scalar = control(byte)
                if scalar == 0xFFFD { replacements += 1 }
                self.put(scalar, &composer, &text)
                index += 1
                continue
            }
            let set = byte < 0x80 ? self.lower : self.upper
            if set == .eastAsian {
                let scalar = eastAsian(bytes, index)
                if scalar == 0 { replacements += 1 }
                self.put(scalar == 0 ? 0xFFFD : scalar, &composer, &text)
                index += min(3, bytes.count - index)
                continue
            }
            let found = self.tables[set.rawValue << 7 | Int(code)]
            index += 1
            if found & MARC8Set.markFlag != 0 {
                self.marks.append(found & ~MARC8Set.markFlag)
            } else if found == 0 {
                replacements += 1
                self.put(0xFFFD, &composer, &text)
            } else if found != MARC8Set.secondHalf {
                self.put(found, &composer, &text)
            }
        }
        // Marks without a letter: kept behind what came before.
        self.putMarks(&composer, &text)
        composer.flush(to: &text)
        return replacements
    }

    @inline(__always)
    private mutating func put(_ scalar: UInt32, _ composer: inout Composer, _ text: inout [UInt8]) {
        composer.append(scalar, to: &text)
        if !self.marks.isEmpty { self.putMarks(&composer, &text) }
    }

    private mutating func putMarks(_ composer: inout Composer, _ text: inout [UInt8]) {
        for mark in self.marks { composer.append(mark, to: &text) }
        self.marks.removeAll(keepingCapacity: true)
    }

    /// Obeys an escape sequence; returns its length, 0 when it is none that is known.
    private mutating func escape(_ bytes: Span<UInt8>, _ index: Int) -> Int {
        func byte(_ distance: Int) -> UInt8 { index + distance < bytes.count ? bytes[index + distance] : 0 }
        let kind = byte(1)
        switch kind {
        case 0x73:  // s
            self.lower = .ascii
            return 2
        case 0x62, 0x67, 0x70:  // b, g, p
            self.lower = MARC8Set(final: kind) ?? .ascii
            return 2
        case 0x28, 0x2C, 0x29, 0x2D:  // ( , ) -
            var length = 3
            var final = byte(2)
            if final == 0x21 {
                final = byte(3)
                length = 4
            }
            guard let set = MARC8Set(final: final), set != .eastAsian else { return 0 }
            self.designate(set, isLower: kind == 0x28 || kind == 0x2C)
            return length
        case 0x24:  // $
            var length = 3
            var final = byte(2)
            var isLower = true
            if (0x28...0x2D).contains(final) {
                isLower = final == 0x28 || final == 0x2C
                final = byte(3)
                length = 4
            }
            guard final == 0x31 else { return 0 }
            self.designate(.eastAsian, isLower: isLower)
            return length
        default:
            return 0
        }
    }

    private mutating func designate(_ set: MARC8Set, isLower: Bool) {
        if isLower {
            self.lower = set
        } else {
            self.upper = set
        }
    }
}

/// The scalar of a control character or blank; U+FFFD when MARC-8 has none.
private func control(_ byte: UInt8) -> UInt32 {
    switch byte {
    case 0...0x20: UInt32(byte)
    case 0x88: 0x98  // begin and end of text not to be sorted
    case 0x89: 0x9C
    case 0x8D: 0x200D  // joiner, non-joiner
    case 0x8E: 0x200C
    default: 0xFFFD
    }
}

/// The scalar of three bytes of the East Asian Character Code; 0 when there is none.
private func eastAsian(_ bytes: Span<UInt8>, _ index: Int) -> UInt32 {
    if bytes[index] & 0x7F == 0x20 { return 0x20 }
    guard index + 2 < bytes.count else { return 0 }
    let code =
        UInt64(bytes[index] & 0x7F) << 16 | UInt64(bytes[index + 1] & 0x7F) << 8 | UInt64(bytes[index + 2] & 0x7F)
    return MARC8Set.eastAsianTable[code]
}

/// A numeric character reference `&#x2014;`, the way in which MARC-8 holds characters that it does not have.
private func numericReference(_ bytes: Span<UInt8>, _ index: Int) -> (scalar: UInt32, length: Int)? {
    guard index + 4 < bytes.count, bytes[index + 1] == 0x23, bytes[index + 2] == 0x78 else { return nil }
    var value: UInt32 = 0
    var position = index + 3
    while position < bytes.count, position < index + 9, let digit = hexadecimal(bytes[position]) {
        value = value << 4 | digit
        position += 1
    }
    guard position > index + 3, position < bytes.count, bytes[position] == 0x3B, value > 0x9F,
        Unicode.Scalar(value) != nil
    else { return nil }
    return (value, position + 1 - index)
}

private func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
}
