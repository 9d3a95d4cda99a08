import CLibXML2

/// Reads a document event by event, within limits, over libxml2's text reader.
///
/// Entities are never expanded, nothing is ever fetched, and a document type declaration is refused.
/// A name whose prefix is not declared is accepted as a name without a namespace, because such answers exist.
@safe public struct XMLReader: ~Copyable {
    private let reader: xmlTextReaderPtr
    private let storage: UnsafeMutableBufferPointer<CChar>
    private let errors: ErrorLog
    private let limits: XMLLimits
    private var namespaces = NamespaceCache()
    private var scopes: [NamespaceScope] = []
    private var depth = 0
    /// The element whose tag was empty, so that its end event comes without an end tag.
    private var pendingEnd: XMLName?

    /// Starts at the beginning of a document.
    ///
    /// - Parameters:
    ///   - bytes: the whole document, in UTF-8 or the ASCII-compatible encoding that it declares.
    ///   - limits: what is accepted.
    /// - Throws: ``XMLError`` when the document is too large, has a document type declaration, or cannot be opened.
    public init(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLError) {
        try XMLPrescan.check(bytes, limits)
        _ = libraryIsReady
        let storage = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(bytes.count, 1))
        unsafe bytes.withUnsafeBytes { source in
            unsafe UnsafeMutableRawBufferPointer(storage).copyMemory(from: source)
        }
        let options = CInt(XML_PARSE_NONET.rawValue | XML_PARSE_COMPACT.rawValue)
        let opened = unsafe xmlReaderForMemory(storage.baseAddress, CInt(bytes.count), nil, nil, options)
        guard let opened = unsafe opened else {
            unsafe storage.deallocate()
            throw XMLError(.malformed, "the document cannot be opened")
        }
        unsafe self.reader = opened
        unsafe self.storage = storage
        self.errors = ErrorLog()
        self.limits = limits
        unsafe xmlTextReaderSetStructuredErrorHandler(
            opened,
            { context, error in
                guard let context = unsafe context, let error = unsafe error else { return }
                unsafe Unmanaged<ErrorLog>.fromOpaque(context).takeUnretainedValue().note(error.pointee)
            },
            Unmanaged.passUnretained(self.errors).toOpaque()
        )
    }

    deinit {
        unsafe xmlFreeTextReader(self.reader)
        unsafe self.storage.deallocate()
    }

    /// The line that the parser has reached, from 1; it may be ahead of the event by a few lines.
    public var line: Int {
        Int(unsafe xmlTextReaderGetParserLineNumber(self.reader))
    }

    /// Reads the next event; comments and processing instructions are passed over.
    ///
    /// - Returns: the event, or nil at the end of the document.
    /// - Throws: ``XMLError`` when the document is not well-formed or passes a limit.
    public mutating func next() throws(XMLError) -> XMLEvent? {
        if let name = self.pendingEnd {
            self.pendingEnd = nil
            self.depth -= 1
            return .endElement(name)
        }
        guard let node = unsafe try self.advance() else { return nil }
        switch self.kind {
        case XML_READER_TYPE_ELEMENT:
            let name = unsafe self.name(of: node)
            let attributes = try unsafe self.attributes(of: node)
            if unsafe xmlTextReaderIsEmptyElement(self.reader) == 1 { self.pendingEnd = name }
            return .startElement(name, attributes)
        case XML_READER_TYPE_END_ELEMENT:
            return unsafe .endElement(self.name(of: node))
        default:
            return try unsafe .text(self.text(of: node))
        }
    }

    /// Reads the rest of an element whose start event was just met.
    ///
    /// - Parameters:
    ///   - name: the name from the start event.
    ///   - attributes: the attributes from the start event.
    /// - Returns: the element with everything below it; adjacent pieces of text are joined.
    /// - Throws: ``XMLError`` when the document is not well-formed or passes a limit.
    public mutating func readElement(
        _ name: XMLName,
        _ attributes: [XMLAttribute]
    ) throws(XMLError) -> XMLElement {
        if self.pendingEnd != nil {
            self.pendingEnd = nil
            self.depth -= 1
            return XMLElement(name: name, attributes: attributes)
        }
        let children = try self.readChildren()
        return XMLElement(name: name, attributes: attributes, children: children)
    }

    /// Reads up to the end tag of the open element; the recursion is bounded by the depth limit.
    private mutating func readChildren() throws(XMLError) -> [XMLNode] {
        var children: [XMLNode] = []
        while let node = unsafe try self.advance() {
            switch self.kind {
            case XML_READER_TYPE_ELEMENT:
                let name = unsafe self.name(of: node)
                let attributes = try unsafe self.attributes(of: node)
                if unsafe xmlTextReaderIsEmptyElement(self.reader) == 1 {
                    self.depth -= 1
                    children.append(.element(XMLElement(name: name, attributes: attributes)))
                } else {
                    let below = try self.readChildren()
                    children.append(.element(XMLElement(name: name, attributes: attributes, children: below)))
                }
            case XML_READER_TYPE_END_ELEMENT:
                return children
            default:
                let text = try unsafe self.text(of: node)
                if case .text(let before)? = children.last {
                    children[children.count - 1] = .text(before + text)
                } else {
                    children.append(.text(text))
                }
            }
        }
        throw XMLError(.malformed, "the document ends inside an element", line: self.line)
    }

    private var kind: xmlReaderTypes {
        xmlReaderTypes(UInt32(bitPattern: unsafe xmlTextReaderNodeType(self.reader)))
    }

    /// Goes to the next element, end tag or text, and keeps the depth.
    private mutating func advance() throws(XMLError) -> xmlNodePtr? {
        while true {
            let result = unsafe xmlTextReaderRead(self.reader)
            if result != 1 || self.errors.first != nil {
                if result == 0, self.errors.first == nil, self.depth == 0 { return nil }
                throw self.errors.first ?? XMLError(.malformed, "the document is not well-formed", line: self.line)
            }
            switch self.kind {
            case XML_READER_TYPE_ELEMENT:
                self.depth += 1
                guard self.depth <= self.limits.maximumDepth else {
                    let most = self.limits.maximumDepth
                    throw XMLError(.tooDeep, "elements nested deeper than \(most)", line: self.line)
                }
            case XML_READER_TYPE_END_ELEMENT:
                self.depth -= 1
            case XML_READER_TYPE_TEXT, XML_READER_TYPE_CDATA, XML_READER_TYPE_WHITESPACE,
                XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
                if self.depth == 0 { continue }
            case XML_READER_TYPE_DOCUMENT_TYPE:
                throw XMLError(.documentType, "document type declarations are not accepted", line: self.line)
            case XML_READER_TYPE_ENTITY_REFERENCE, XML_READER_TYPE_ENTITY:
                throw XMLError(.malformed, "unknown entity", line: self.line)
            default:
                continue
            }
            guard let node = unsafe xmlTextReaderCurrentNode(self.reader) else {
                throw XMLError(.malformed, "the document cannot be read", line: self.line)
            }
            return unsafe node
        }
    }

    private mutating func name(of node: xmlNodePtr) -> XMLName {
        unsafe self.name(node.pointee.name, node.pointee.ns)
    }

    private mutating func name(_ bytes: UnsafePointer<xmlChar>?, _ namespace: xmlNsPtr?) -> XMLName {
        guard let namespace = unsafe namespace, let uri = unsafe namespace.pointee.href else {
            return unsafe XMLName(string(localPart(bytes)))
        }
        return unsafe XMLName(string(bytes), namespace: self.namespaces.string(uri))
    }

    private mutating func attributes(of node: xmlNodePtr) throws(XMLError) -> [XMLAttribute] {
        if unsafe node.pointee.nsDef != nil || !self.scopes.isEmpty {
            try unsafe self.countNamespaces(node.pointee.nsDef)
        }
        guard var attribute = unsafe node.pointee.properties else { return [] }
        var attributes: [XMLAttribute] = []
        attributes.reserveCapacity(4)
        while true {
            let name = unsafe self.name(attribute.pointee.name, attribute.pointee.ns)
            // Without a prefix that was never declared a name may be one that is there already, or a declaration's.
            let isDeclaration = name.local == "xmlns" && name.namespace.isEmpty
            if !isDeclaration, !attributes.contains(where: { $0.name == name }) {
                attributes.append(unsafe XMLAttribute(name, value(of: attribute)))
            }
            guard let next = unsafe attribute.pointee.next else { return attributes }
            unsafe attribute = next
        }
    }

    /// Keeps the number of declarations in scope: looking a prefix up takes time in proportion to it.
    private mutating func countNamespaces(_ first: xmlNsPtr?) throws(XMLError) {
        while let last = self.scopes.last, last.depth >= self.depth { self.scopes.removeLast() }
        var count = self.scopes.last?.total ?? 0
        var declaration = unsafe first
        guard unsafe declaration != nil else { return }
        while let current = unsafe declaration {
            count += 1
            unsafe declaration = current.pointee.next
        }
        guard count <= self.limits.maximumNamespaces else {
            let most = self.limits.maximumNamespaces
            throw XMLError(.tooManyAttributes, "more than \(most) namespace declarations", line: self.line)
        }
        self.scopes.append(NamespaceScope(depth: self.depth, total: count))
    }

    private func text(of node: xmlNodePtr) throws(XMLError) -> String {
        let text = unsafe string(node.pointee.content)
        guard text.utf8.count <= self.limits.maximumTextBytes else {
            let most = self.limits.maximumTextBytes
            throw XMLError(.tooLarge, "text of more than \(most) bytes", line: self.line)
        }
        return text
    }
}

private struct NamespaceScope {
    var depth: Int
    var total: Int
}

/// Runs the library's own start once, on one thread.
private let libraryIsReady: Bool = {
    xmlInitParser()
    return true
}()

/// A name without the prefixes that were never declared, of which broken answers have several; the whole name when what is
/// behind its colons is none.
private func localPart(_ bytes: UnsafePointer<xmlChar>?) -> UnsafePointer<xmlChar>? {
    guard let bytes = unsafe bytes else { return nil }
    var index = 0
    while unsafe bytes[index] != 0 {
        if unsafe bytes[index] == UInt8(ascii: ":"), unsafe xmlValidateNCName(bytes + index + 1, 0) == 0 {
            return unsafe bytes + index + 1
        }
        index += 1
    }
    return unsafe bytes
}

private func string(_ bytes: UnsafePointer<xmlChar>?) -> String {
    guard let bytes = unsafe bytes else { return "" }
    return unsafe String(cString: bytes)
}

/// The value of an attribute: the texts below it, of which there is nearly always one.
private func value(of attribute: xmlAttrPtr) -> String {
    guard let first = unsafe attribute.pointee.children else { return "" }
    var text = unsafe string(first.pointee.content)
    var following = unsafe first.pointee.next
    while let node = unsafe following {
        text += unsafe string(node.pointee.content)
        unsafe following = node.pointee.next
    }
    return text
}
