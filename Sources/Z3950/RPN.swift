/// A type-1 query of Z39.50 (Reverse Polish Notation), with Bib-1 attributes.
public indirect enum RPN: Hashable, Sendable {
    /// Attributes and a term, whose bytes are in the target's character set.
    case operand(attributes: [Bib1Attribute], term: [UInt8])
    /// Both sides.
    case and(RPN, RPN)
    /// Either side.
    case or(RPN, RPN)
    /// The left side without the right side.
    case andNot(RPN, RPN)
    /// Both sides near each other.
    case proximity(RPNProximity, RPN, RPN)
}

/// One attribute of the Bib-1 set.
public struct Bib1Attribute: Hashable, Sendable, CustomStringConvertible {
    /// The value of an attribute.
    public enum Value: Hashable, Sendable {
        /// A number of the attribute set.
        case number(Int)
        /// A name, which some servers understand in the place of a number.
        case name(String)
    }

    /// The type: 1 use, 2 relation, 3 position, 4 structure, 5 truncation, 6 completeness, 7 sorting.
    public var type: Int
    /// The value.
    public var value: Value

    /// An attribute with a number for its value.
    public init(type: Int, value: Int) {
        self.type = type
        self.value = .number(value)
    }

    /// An attribute with a name for its value.
    public init(type: Int, name: String) {
        self.type = type
        self.value = .name(name)
    }

    /// The attribute as `type=value`.
    public var description: String {
        switch self.value {
        case .number(let number): "\(self.type)=\(number)"
        case .name(let name): "\(self.type)=\(name)"
        }
    }
}

/// How near two operands must be (Z39.50, proximity operator).
public struct RPNProximity: Hashable, Sendable {
    /// The comparison of the distance.
    public enum Relation: Int, Hashable, Sendable {
        // Each stands in the standard under its own name.
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case less = 1
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case lessOrEqual, equal, greaterOrEqual, greater, notEqual
    }

    /// What is counted; the number of a known unit.
    public enum Unit: Int, Hashable, Sendable {
        /// Words.
        case word = 2
        /// Sentences.
        case sentence = 3
        /// Paragraphs.
        case paragraph = 4
        /// Elements, that is fields.
        case element = 8
    }

    /// Whether records are wanted in which the operands are *not* near each other.
    public var isExclusion = false
    /// The distance in units.
    public var distance: Int
    /// Whether the left operand comes first.
    public var isOrdered: Bool
    /// How the distance is compared.
    public var relation: Relation
    /// What is counted.
    public var unit: Unit

    /// A proximity.
    public init(distance: Int, isOrdered: Bool, relation: Relation, unit: Unit) {
        self.distance = distance
        self.isOrdered = isOrdered
        self.relation = relation
        self.unit = unit
    }
}

extension RPN: CustomStringConvertible {
    /// The query in PQF, as YAZ reads it; bytes that are no UTF-8 are written as `\xHH`.
    public var description: String {
        var text = ""
        self.print(into: &text)
        return text
    }

    /// Appends the query, walking along left-nested chains instead of recursing into them.
    private func print(into text: inout String) {
        var rights: [RPN] = []
        var query = self
        while true {
            let (symbol, left, right): (String, RPN, RPN)
            switch query {
            case .operand(let attributes, let term):
                for attribute in attributes {
                    text += "@attr \(attribute) "
                }
                text += Self.quoted(term)
                for right in rights.reversed() {
                    text += " "
                    right.print(into: &text)
                }
                return
            case .and(let one, let other):
                (symbol, left, right) = ("@and", one, other)
            case .or(let one, let other):
                (symbol, left, right) = ("@or", one, other)
            case .andNot(let one, let other):
                (symbol, left, right) = ("@not", one, other)
            case .proximity(let proximity, let one, let other):
                (symbol, left, right) = (proximity.symbol, one, other)
            }
            text += symbol + " "
            rights.append(right)
            query = left
        }
    }

    private static func quoted(_ term: [UInt8]) -> String {
        let isText = String(validating: term, as: UTF8.self) != nil
        var bytes = [UInt8(ascii: "\"")]
        for byte in term {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes += [UInt8(ascii: "\\"), byte]
            case _ where byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !isText):
                let hex = String(byte, radix: 16, uppercase: true)
                bytes += Array((hex.utf8.count == 1 ? "\\x0" : "\\x").utf8) + Array(hex.utf8)
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension RPNProximity {
    fileprivate var symbol: String {
        let flags = "\(self.isExclusion ? 1 : 0) \(self.distance) \(self.isOrdered ? 1 : 0)"
        return "@prox \(flags) \(self.relation.rawValue) k \(self.unit.rawValue)"
    }
}
