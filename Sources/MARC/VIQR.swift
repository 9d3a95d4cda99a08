/// VIQR (RFC 1456): Vietnamese in ASCII, the marks as punctuation behind the letter; a backslash before a character keeps
/// it from being a mark.
enum VIQR {
    private static func hat(_ byte: UInt8, on letter: UInt32) -> UInt32 {
        switch (byte, letter | 0x20) {
        case (0x5E, 0x61), (0x5E, 0x65), (0x5E, 0x6F): 0x302  // ^ on a, e, o
        case (0x28, 0x61): 0x306  // ( on a
        case (0x2B, 0x6F), (0x2B, 0x75): 0x31B  // + on o, u
        default: 0
        }
    }

    private static func tone(_ byte: UInt8) -> UInt32 {
        switch byte {
        case 0x27: 0x301
        case 0x60: 0x300
        case 0x3F: 0x309
        case 0x7E: 0x303
        case 0x2E: 0x323
        default: 0
        }
    }

    private static func isVowel(_ letter: UInt32) -> Bool {
        switch letter | 0x20 {
        case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79: letter < 0x80
        default: false
        }
    }

    /// What a character may still be joined to.
    private struct Context {
        /// The vowel before, 0 when there is none.
        var vowel: UInt32 = 0
        /// Whether the vowel has its hat already.
        var hasHat = false
        /// A `d` or `D` before, 0 when there is none.
        var d: UInt32 = 0

        /// The mark that a character is here, 0 when it is itself.
        func mark(_ byte: UInt8) -> UInt32 {
            guard self.vowel != 0 else { return 0 }
            let hat = self.hasHat ? 0 : VIQR.hat(byte, on: self.vowel)
            return hat != 0 ? hat : VIQR.tone(byte)
        }

        mutating func follow(_ scalar: UInt32, mark: UInt32) {
            if mark == 0 {
                self = Context(vowel: VIQR.isVowel(scalar) ? scalar : 0, d: scalar | 0x20 == 0x64 ? scalar : 0)
            } else if VietnameseLetter.isTone(mark) {
                self = Context()
            } else {
                self.hasHat = true
            }
        }
    }

    /// Decodes one piece of text; returns the number of U+FFFD put for bytes that are not ASCII.
    static func decode(_ bytes: Span<UInt8>, _ composer: inout Composer, to text: inout [UInt8]) -> Int {
        var replacements = 0
        var context = Context()
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x5C, index < bytes.count {
                composer.append(bytes[index] < 0x80 ? UInt32(bytes[index]) : 0xFFFD, to: &text)
                if bytes[index] >= 0x80 { replacements += 1 }
                index += 1
                context = Context()
                continue
            }
            if context.d == 0, byte | 0x20 == 0x64, index < bytes.count, bytes[index] | 0x20 == 0x64 {
                composer.append(byte == 0x44 ? 0x110 : 0x111, to: &text)
                index += 1
                context = Context()
                continue
            }
            let mark = context.mark(byte)
            if byte >= 0x80 { replacements += 1 }
            composer.append(mark != 0 ? mark : byte < 0x80 ? UInt32(byte) : 0xFFFD, to: &text)
            context.follow(byte < 0x80 ? UInt32(byte) : 0, mark: mark)
        }
        composer.flush(to: &text)
        return replacements
    }

    /// Writes scalars one after the other.
    struct Encoder {
        private var context = Context()

        /// Appends a scalar; `false` when it does not exist in VIQR.
        mutating func append(_ scalar: UInt32, to bytes: inout [UInt8]) -> Bool {
            if scalar < 0x80 {
                let byte = UInt8(truncatingIfNeeded: scalar)
                if byte == 0x5C || self.context.mark(byte) != 0 || (self.context.d != 0 && byte | 0x20 == 0x64) {
                    bytes += [0x5C, byte]
                    self.context = Context()
                } else {
                    bytes.append(byte)
                    self.context.follow(scalar, mark: 0)
                }
                return true
            }
            if scalar == 0x110 || scalar == 0x111 {
                if self.context.d != 0 { return false }
                bytes += scalar == 0x110 ? [0x44, 0x44] : [0x64, 0x64]
                self.context = Context()
                return true
            }
            let (letter, tone) = VietnameseLetter.split(scalar)
            let (base, hat) = VietnameseLetter.splitHat(letter)
            guard base < 0x80, VIQR.isVowel(base) else { return false }
            let hatByte = ([0x5E, 0x28, 0x2B] as [UInt8]).first { VIQR.hat($0, on: base) == hat }
            let toneByte = ([0x27, 0x60, 0x3F, 0x7E, 0x2E] as [UInt8]).first { VIQR.tone($0) == tone }
            guard hat == 0 || hatByte != nil, tone == 0 || toneByte != nil else { return false }
            bytes.append(UInt8(truncatingIfNeeded: base))
            self.context.follow(base, mark: 0)
            if hat != 0, let hatByte {
                bytes.append(hatByte)
                self.context.follow(scalar, mark: hat)
            }
            if tone != 0, let toneByte {
                bytes.append(toneByte)
                self.context.follow(scalar, mark: tone)
            }
            return true
        }
    }
}
