/// BER (X.690) as a server writes and reads it, apart from the client's own: a judge shares no code with the defendant.
enum BER {
    /// A primitive element with a context tag.
    static func context(_ number: Int, _ contents: [UInt8]) -> [UInt8] {
        Self.element(0x80, number, contents)
    }

    /// A constructed element with a context tag.
    static func context(_ number: Int, of children: [[UInt8]]) -> [UInt8] {
        Self.element(0xA0, number, children.reduce(into: []) { $0 += $1 })
    }

    /// A primitive element with a universal tag below 31.
    static func universal(_ number: Int, _ contents: [UInt8]) -> [UInt8] {
        Self.element(0x00, number, contents)
    }

    /// A constructed element with a universal tag below 31.
    static func universal(_ number: Int, of children: [[UInt8]]) -> [UInt8] {
        Self.element(0x20, number, children.reduce(into: []) { $0 += $1 })
    }

    /// The contents of a whole number.
    static func integer(_ value: Int) -> [UInt8] {
        var octets = (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
        while octets.count > 1, octets[0] == 0 && octets[1] < 0x80 || octets[0] == 0xFF && octets[1] >= 0x80 {
            octets.removeFirst()
        }
        return octets
    }

    /// The contents of an object identifier.
    static func oid(_ arcs: [Int]) -> [UInt8] {
        var octets = [UInt8(arcs[0] * 40 + arcs[1])]
        for arc in arcs.dropFirst(2) {
            var groups = [UInt8(arc & 0x7F)]
            var rest = arc >> 7
            while rest > 0 {
                groups.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            octets += groups.reversed()
        }
        return octets
    }

    private static func element(_ form: UInt8, _ number: Int, _ contents: [UInt8]) -> [UInt8] {
        Self.head(form, number, contents.count) + contents
    }

    /// Tag and length in front of contents of that many octets; `form` is class and constructed bit.
    static func head(_ form: UInt8, _ number: Int, _ count: Int) -> [UInt8] {
        var octets: [UInt8] = []
        if number < 31 {
            octets.append(form | UInt8(number))
        } else if number < 128 {
            octets += [form | 31, UInt8(number)]
        } else {
            octets += [form | 31, UInt8(number >> 7) | 0x80, UInt8(number & 0x7F)]
        }
        return octets + Self.length(count)
    }

    static func length(_ count: Int) -> [UInt8] {
        if count < 128 { return [UInt8(count)] }
        let octets = BER.integer(count).drop { $0 == 0 }
        return [0x80 | UInt8(octets.count)] + octets
    }

    /// An element of a request.
    struct Element {
        let isContext: Bool
        let number: Int
        let isConstructed: Bool
        let contents: ArraySlice<UInt8>

        /// The elements inside; none when they cannot be read.
        var children: [Element] { self.isConstructed ? BER.elements(self.contents) : [] }

        /// The element inside with a context tag.
        func first(_ number: Int) -> Element? {
            self.children.first { $0.isContext && $0.number == number }
        }

        /// The element of that tag at any depth.
        func find(_ number: Int) -> Element? {
            for child in self.children {
                if child.isContext, child.number == number { return child }
                if let found = child.find(number) { return found }
            }
            return nil
        }

        var integer: Int { self.contents.reduce(0) { $0 << 8 | Int($1) } }
    }

    /// The elements that stand one behind the other, definite lengths only.
    static func elements(_ bytes: ArraySlice<UInt8>) -> [Element] {
        var elements: [Element] = []
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let identifier = bytes[index]
            var number = Int(identifier & 0x1F)
            index += 1
            if number == 31 {
                number = 0
                while index < bytes.endIndex {
                    number = number << 7 | Int(bytes[index] & 0x7F)
                    index += 1
                    if bytes[index - 1] < 0x80 { break }
                }
            }
            guard index < bytes.endIndex else { break }
            var count = Int(bytes[index])
            index += 1
            if count >= 0x80 {
                let octets = count & 0x7F
                guard index + octets <= bytes.endIndex else { break }
                count = bytes[index..<(index + octets)].reduce(0) { $0 << 8 | Int($1) }
                index += octets
            }
            guard index + count <= bytes.endIndex else { break }
            elements.append(
                Element(
                    isContext: identifier & 0xC0 == 0x80,
                    number: number,
                    isConstructed: identifier & 0x20 != 0,
                    contents: bytes[index..<(index + count)]
                )
            )
            index += count
        }
        return elements
    }
}
