public import CQL

/// What is wrong with the text of an attribute list.
public struct AttributeMapError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The part of the text that is wrong.
    public var part: String
    /// What is wrong with it.
    public var message: String

    /// The message with the part it is about.
    public var description: String {
        "\"\(self.part)\": \(self.message)"
    }
}

extension AttributeMap {
    /// The alternatives that a text says: attribute lists with `|` between them.
    ///
    /// - Parameter text: Such as `1=4`, `1=1003,4=2` or `1=7 | 1=8`; attributes stand between commas or blanks.
    /// - Returns: At least one list.
    /// - Throws: ``AttributeMapError``.
    public static func alternatives(_ text: String) throws(AttributeMapError) -> [[Bib1Attribute]] {
        var alternatives: [[Bib1Attribute]] = []
        for part in text.split(separator: "|", omittingEmptySubsequences: false) {
            alternatives.append(try Self.attributes(part))
        }
        return alternatives
    }

    /// The attributes that a text says, such as `1=4` or `1=1003,4=2`; a value that is no number is a name.
    ///
    /// - Parameter text: Attributes between commas or blanks.
    /// - Returns: At least one attribute, each type once.
    /// - Throws: ``AttributeMapError``.
    public static func attributes(_ text: some StringProtocol) throws(AttributeMapError) -> [Bib1Attribute] {
        var attributes: [Bib1Attribute] = []
        for part in text.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[1].isEmpty else {
                throw AttributeMapError(part: String(part), message: "expected type=value, such as 1=4")
            }
            guard let type = Int(sides[0]), (1...99).contains(type) else {
                throw AttributeMapError(part: String(part), message: "the type must be a number such as 1 (use)")
            }
            if attributes.contains(where: { $0.type == type }) {
                throw AttributeMapError(part: String(part), message: "there is an attribute of type \(type) already")
            }
            if let value = Int(sides[1]) {
                guard value >= 0, value <= Int(Int32.max) else {
                    throw AttributeMapError(part: String(part), message: "the value is out of range")
                }
                attributes.append(Bib1Attribute(type: type, value: value))
            } else {
                attributes.append(Bib1Attribute(type: type, name: String(sides[1])))
            }
        }
        guard !attributes.isEmpty else {
            throw AttributeMapError(part: String(text), message: "expected attributes, such as 1=4")
        }
        return attributes
    }

    /// What is wrong with the text of an index's attributes; `nil` when nothing is.
    ///
    /// - Parameter text: What ``alternatives(_:)`` reads.
    /// - Returns: A sentence for people.
    public static func problem(in text: String) -> String? {
        do {
            _ = try Self.alternatives(text)
            return nil
        } catch {
            return error.description
        }
    }

    /// Sets the attributes of an index from their text; `nil` makes it one that the target does not have.
    ///
    /// - Parameters:
    ///   - index: The index.
    ///   - text: What ``alternatives(_:)`` reads.
    /// - Throws: ``AttributeMapError``.
    public mutating func set(_ index: Index, _ text: String?) throws(AttributeMapError) {
        guard let text else {
            self.indexes[index] = nil
            return
        }
        self.indexes[index] = try Self.alternatives(text)
    }
}
