/// One element of BER (X.690), as far as the OPAC syntax needs it: tags below 31, any lengths, bounded depth.
struct BERNode {
    /// The identifier octet without the bit that says "constructed".
    let tag: UInt8
    private let isConstructed: Bool
    private let contents: ArraySlice<UInt8>
    private let depth: Int
    /// The index behind the element.
    private let end: Int

    static let sequence: UInt8 = 0x10
    static let octetString: UInt8 = 0x04
    static let external: UInt8 = 0x08
    private static let maximumDepth = 16
    private static let maximumChildren = 20_000

    static func context(_ number: UInt8) -> UInt8 { 0x80 | number }

    /// The number of a context-specific tag; 0xFF for any other.
    var contextNumber: UInt8 { self.tag & 0xC0 == 0x80 ? self.tag & 0x1F : 0xFF }

    /// The element at the begin of some bytes.
    init(_ bytes: ArraySlice<UInt8>) throws(MARCError) {
        try self.init(bytes, depth: 0)
    }

    private init(_ bytes: ArraySlice<UInt8>, depth: Int) throws(MARCError) {
        func damage(_ reason: String) -> MARCError {
            MARCError(.notARecord, "BER: \(reason)", offset: bytes.startIndex)
        }
        guard depth <= BERNode.maximumDepth else { throw damage("nested too deep") }
        guard bytes.count >= 2 else { throw damage("the end comes too early") }
        let identifier = bytes[bytes.startIndex]
        let length = bytes[bytes.startIndex + 1]
        guard identifier & 0x1F != 0x1F else { throw damage("a long tag") }
        self.tag = identifier & 0xDF
        self.isConstructed = identifier & 0x20 != 0
        self.depth = depth
        var start = bytes.startIndex + 2
        if length == 0x80 {
            // Indefinite: elements up to one of two zeros.
            guard self.isConstructed else { throw damage("an indefinite length without elements") }
            var place = start
            var count = 0
            while true {
                guard place + 2 <= bytes.endIndex, count < BERNode.maximumChildren else {
                    throw damage("the end comes too early")
                }
                if bytes[place] == 0, bytes[place + 1] == 0 { break }
                place = try BERNode(bytes[place...], depth: depth + 1).end
                count += 1
            }
            self.contents = bytes[start..<place]
            self.end = place + 2
            return
        }
        var count = Int(length)
        if length > 0x80 {
            let octets = Int(length & 0x7F)
            guard octets <= 4, start + octets <= bytes.endIndex else { throw damage("a length that cannot be") }
            count = bytes[start..<start + octets].reduce(0) { $0 << 8 | Int($1) }
            start += octets
        }
        guard count <= bytes.endIndex - start else { throw damage("a length beyond the end") }
        self.contents = bytes[start..<start + count]
        self.end = start + count
    }

    /// The elements inside.
    func children() throws(MARCError) -> [BERNode] {
        guard self.isConstructed else { return [] }
        var children: [BERNode] = []
        var rest = self.contents
        while !rest.isEmpty {
            guard children.count < BERNode.maximumChildren else {
                throw MARCError(.tooLarge, "BER: too many elements", offset: rest.startIndex)
            }
            let child = try BERNode(rest, depth: self.depth + 1)
            children.append(child)
            rest = rest[child.end...]
        }
        return children
    }

    /// The octets of a string, whether it is in one piece or in several.
    func octets() throws(MARCError) -> ArraySlice<UInt8> {
        guard self.isConstructed else { return self.contents }
        var octets: [UInt8] = []
        for child in try self.children() { octets += try child.octets() }
        return octets[...]
    }
}
