/// The limits of one APDU's inside.
enum BERLimits {
    /// Elements of all depths together; each costs time while it is read.
    static let maximumElements = 200_000
    /// Elements inside each other.
    static let maximumDepth = 50
    /// The largest record taken; a larger one is replaced by a diagnostic in its place.
    static let maximumRecordBytes = 4 << 20
    /// Characters kept of a text that a target sends for people.
    static let maximumTextBytes = 2000

    /// An element whose end has not come.
    private struct Open {
        /// Where it ends; for one that a mark ends, where that must have come.
        var end: Int
        var endsWithMark: Bool
    }

    /// Makes sure, in one pass without recursion, that all elements end inside of those that they are in.
    ///
    /// - Parameter bytes: One APDU.
    /// - Throws: ``Z3950Error`` of code `protocolError`.
    static func check(_ bytes: ArraySlice<UInt8>) throws(Z3950Error) {
        var index = bytes.startIndex
        var elements = 0
        var open: [Open] = []
        repeat {
            elements += 1
            guard elements <= Self.maximumElements else {
                throw .malformed("more than \(Self.maximumElements) elements")
            }
            let end = open.last?.end ?? bytes.endIndex
            guard let header = try BERHeader.read(bytes, at: index, limit: bytes.endIndex - index) else {
                throw .malformed("element cut short")
            }
            index += header.octetCount
            guard index + (header.contentCount ?? 0) <= end else { throw .malformed("element longer than its place") }
            if header.isEndOfContents {
                guard open.last?.endsWithMark == true else { throw .malformed("end of contents where none is due") }
                open.removeLast()
            } else if header.isConstructed {
                guard open.count < Self.maximumDepth else { throw .malformed("APDU nested too deeply") }
                let contentEnd = header.contentCount.map { index + $0 }
                open.append(Open(end: contentEnd ?? end, endsWithMark: contentEnd == nil))
            } else {
                index += header.contentCount ?? 0
            }
            while let last = open.last, !last.endsWithMark, last.end == index { open.removeLast() }
        } while !open.isEmpty
        guard index == bytes.endIndex else { throw .malformed("octets behind the APDU") }
    }
}
