extension CharacterEncoding {
    /// Decodes text; bytes that are no characters become U+FFFD and are counted.
    ///
    /// - Parameter bytes: Text in this encoding; ``automatic`` takes valid UTF-8 as such and anything else as MARC-8.
    /// - Returns: The text and the number of replacements.
    public func decode(_ bytes: ArraySlice<UInt8>) -> DecodedText {
        let span = bytes.span
        var encoding = self
        if self == .automatic {
            encoding = UTF8Scan(span).isValid ? .utf8 : .marc8
        }
        var decoder = TextDecoder(encoding)
        var text: [UInt8] = []
        text.reserveCapacity(span.count + span.count / 2)
        let replacements = decoder.append(span, to: &text)
        return DecodedText(text: String(decoding: text, as: UTF8.self), replacements: replacements)
    }

    /// Encodes text without any loss, or refuses.
    ///
    /// - Parameter text: Text in any normalisation form.
    /// - Returns: Bytes that decode to the same text in normalisation form C; ``automatic`` gives UTF-8.
    /// - Throws: ``MARCError/Code/characterNotEncodable`` with the first character that the encoding does not have.
    public func encode(_ text: String) throws(MARCError) -> [UInt8] {
        var text = text
        let composed = text.withUTF8 { buffer in
            let bytes = unsafe buffer.span
            var composed: [UInt8] = []
            composed.reserveCapacity(bytes.count)
            Composer.append(bytes, to: &composed)
            return composed
        }
        return try self.encode(composed: composed[...])
    }

    /// Encodes UTF-8 of form C.
    func encode(composed: ArraySlice<UInt8>) throws(MARCError) -> [UInt8] {
        if self == .utf8 || self == .automatic { return Array(composed) }
        if let mistaken = self.mistaken {
            return try self.encodeMistaken(try mistaken.encode(composed: composed), composed)
        }
        do throws(MARCError) {
            let bytes = try self.encoded(composed)
            if self != .iso88591 && self != .windows1252 { try self.check(bytes, composed) }
            return bytes
        } catch {
            // Text in capitals is written as the fonts of TCVN3 want it, if it is read back so.
            guard self == .tcvn3, let bytes = try? self.encoded(TCVN3Capitals.lowered(Array(composed))[...]),
                (try? self.check(bytes, composed)) != nil
            else { throw error }
            return bytes
        }
    }

    private func encoded(_ composed: ArraySlice<UInt8>) throws(MARCError) -> [UInt8] {
        let bytes = composed.span
        var encoder = TextEncoder(self)
        encoder.bytes.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let (scalar, length) = decodeScalar(bytes, index)
            try encoder.append(scalar)
            index += length
        }
        encoder.flush()
        return encoder.bytes
    }

    /// Text can look like an escape sequence, a reference or a mark of the encoding itself: reads it back to be sure.
    private func check(_ bytes: [UInt8], _ composed: ArraySlice<UInt8>) throws(MARCError) {
        var decoder = TextDecoder(self)
        var text: [UInt8] = []
        text.reserveCapacity(composed.count)
        _ = decoder.append(bytes.span, to: &text)
        guard text[...] == composed else {
            throw MARCError(.characterNotEncodable, "the text does not survive in \(self.rawValue)")
        }
    }

    /// Takes bytes for Windows-1252.
    private func encodeMistaken(_ bytes: [UInt8], _ composed: ArraySlice<UInt8>) throws(MARCError) -> [UInt8] {
        var mistaken: [UInt8] = []
        for byte in bytes {
            let scalar = SingleByteSets.windows1252[Int(byte)]
            appendScalar(scalar == 0 ? UInt32(byte) : scalar, to: &mistaken)
        }
        try self.check(mistaken, composed)
        return mistaken
    }
}
