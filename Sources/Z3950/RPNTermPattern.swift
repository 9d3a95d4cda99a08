import CQL

/// The anchors of a term, and what is between them.
struct RPNTermPosition {
    let isFirst: Bool
    let isLast: Bool
    let term: [Term.Piece]

    init(_ term: Term) {
        var pieces = term.pieces[...]
        self.isFirst = pieces.first == .anchor
        if self.isFirst {
            pieces.removeFirst()
        }
        self.isLast = pieces.last == .anchor
        if self.isLast {
            pieces.removeLast()
        }
        self.term = Array(pieces)
    }
}

/// A term without anchors as a target writes it: plain, truncated or masked.
struct RPNTermPattern {
    var text = ""
    var attributes: [Bib1Attribute] = []

    /// Writes a term in the simplest way the target knows.
    ///
    /// - Parameters:
    ///   - pieces: What is between the anchors.
    ///   - map: The words of the target.
    ///   - isPhrase: Whether there is more than one word.
    /// - Throws: ``RPNError`` 28 or 49 when it knows none.
    init(_ pieces: [Term.Piece], _ map: AttributeMap, isPhrase: Bool) throws(RPNError) {
        let isRightTruncated = pieces.last == .anyCharacters
        let isLeftTruncated = pieces.first == .anyCharacters
        var inner = pieces[...]
        while inner.first == .anyCharacters {
            inner.removeFirst()
        }
        while inner.last == .anyCharacters {
            inner.removeLast()
        }
        if inner.isEmpty {
            guard let attributes = map.anyValue, !pieces.isEmpty else {
                throw RPNError(diagnostic: 49, details: "*", message: "The target needs a letter beside the mask")
            }
            self.attributes = attributes
            self.text = "1"
            return
        }
        if inner.count == 1, case .literal(let text) = inner.first {
            let truncation: [Bib1Attribute]? =
                switch (isLeftTruncated, isRightTruncated) {
                case (false, false): map.untruncated
                case (false, true): map.rightTruncated
                case (true, false): map.leftTruncated
                case (true, true): map.bothTruncated
                }
            if let truncation {
                self.attributes = truncation
                self.text = text
                return
            }
        }
        switch map.masks {
        case .z3958:
            self.attributes = [AttributeMap.MaskSyntax.z3958.attribute]
            self.text = Self.z3958(pieces)
        case .regularExpression where !isPhrase:
            self.attributes = [AttributeMap.MaskSyntax.regularExpression.attribute]
            self.text = Self.regularExpression(pieces)
        case .regularExpression, nil:
            throw RPNError(
                diagnostic: 28,
                details: pieces.contains(.oneCharacter) ? "?" : "*",
                message: "The target does not know this mask"
            )
        }
    }

    /// `?` for any number of characters, `#` for one; a digit after `?` would be a number of characters.
    private static func z3958(_ pieces: [Term.Piece]) -> String {
        var result = ""
        var followsMask = false
        for piece in pieces {
            switch piece {
            case .literal(let text):
                for scalar in text.unicodeScalars {
                    if scalar == "?" || scalar == "#" || scalar == "\\" || (followsMask && ("0"..."9").contains(scalar))
                    {
                        result += "\\"
                    }
                    result.unicodeScalars.append(scalar)
                    followsMask = false
                }
            case .anyCharacters:
                result += "?"
                followsMask = true
            case .oneCharacter:
                result += "#"
                followsMask = false
            case .anchor:
                continue
            }
        }
        return result
    }

    private static func regularExpression(_ pieces: [Term.Piece]) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .literal(let text):
                for scalar in text.unicodeScalars {
                    if ".*+?()[]{}|^$\\".unicodeScalars.contains(scalar) {
                        result += "\\"
                    }
                    result.unicodeScalars.append(scalar)
                }
            case .anyCharacters:
                result += ".*"
            case .oneCharacter:
                result += "."
            case .anchor:
                continue
            }
        }
        return result
    }
}
