import CLibXML2

/// Keeps the first error that libxml2 reports, so that nothing is printed and the place is known.
final class ErrorLog {
    private(set) var first: XMLError?

    func note(_ error: xmlError) {
        // Namespace faults leave the document readable; warnings are no faults.
        guard self.first == nil, unsafe error.level == XML_ERR_FATAL else { return }
        let message = unsafe error.message.map { unsafe String(cString: $0) } ?? "not well-formed"
        var text = Substring(message)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        let limit = CInt(XML_ERR_NAME_TOO_LONG.rawValue)
        let code: XMLError.Code = unsafe error.code == limit ? .tooLarge : .malformed
        self.first = XMLError(code, String(text), line: unsafe Int(error.line))
    }
}

/// The namespaces met most recently, so that one string is shared by all elements of a document.
struct NamespaceCache {
    private var known: [String] = []
    private var next = 0

    mutating func string(_ bytes: UnsafePointer<xmlChar>) -> String {
        for name in self.known where unsafe matches(name, bytes) { return name }
        let name = unsafe String(cString: bytes)
        // The library leaves every ampersand of a namespace as a reference.
        guard !name.utf8.contains(UInt8(ascii: "&")) else { return name.replacing("&#38;", with: "&") }
        if self.known.count < 8 {
            self.known.append(name)
        } else {
            self.known[self.next] = name
            self.next = (self.next + 1) % 8
        }
        return name
    }

    private func matches(_ name: String, _ bytes: UnsafePointer<xmlChar>) -> Bool {
        let same = unsafe name.utf8.withContiguousStorageIfAvailable { buffer in
            for index in buffer.indices where unsafe bytes[index] != buffer[index] { return false }
            return unsafe bytes[buffer.count] == 0
        }
        return same ?? false
    }
}
