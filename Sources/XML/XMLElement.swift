/// An element with everything below it, as a value; namespaces are resolved.
public struct XMLElement: Hashable, Sendable {
    /// The name of the element.
    public var name: XMLName
    /// The attributes in document order.
    public var attributes: [XMLAttribute]
    /// The elements and texts below, in document order.
    public var children: [XMLNode]

    /// Makes an element of its parts.
    public init(name: XMLName, attributes: [XMLAttribute] = [], children: [XMLNode] = []) {
        self.name = name
        self.attributes = attributes
        self.children = children
    }

    /// Reads a whole document.
    ///
    /// - Parameters:
    ///   - bytes: the document, in UTF-8 or the ASCII-compatible encoding that it declares.
    ///   - limits: what is accepted.
    /// - Returns: the root element.
    /// - Throws: ``XMLError`` when the document is not well-formed or passes a limit.
    public static func parse(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLError) -> XMLElement {
        var reader = try XMLReader(bytes, limits: limits)
        guard case .startElement(let name, let attributes)? = try reader.next() else {
            throw XMLError(.malformed, "the document is empty", line: 1)
        }
        let element = try reader.readElement(name, attributes)
        while try reader.next() != nil {}
        return element
    }

    /// All text below, joined without separators.
    public var text: String {
        if self.children.count == 1, case .text(let text) = self.children[0] { return text }
        var result = ""
        self.collectText(into: &result)
        return result
    }

    private func collectText(into result: inout String) {
        for child in self.children {
            switch child {
            case .text(let text): result += text
            case .element(let element): element.collectText(into: &result)
            }
        }
    }

    /// The child elements, without the text between them.
    public var elements: [XMLElement] {
        self.children.compactMap { $0.element }
    }

    /// The first child element with a local name, in any namespace.
    public func first(_ local: String) -> XMLElement? {
        for case .element(let element) in self.children where element.name.local == local { return element }
        return nil
    }

    /// The child elements with a local name, in any namespace.
    public func all(_ local: String) -> [XMLElement] {
        self.children.compactMap { child in
            guard case .element(let element) = child, element.name.local == local else { return nil }
            return element
        }
    }

    /// The value of the first attribute with a local name, in any namespace.
    public func attribute(_ local: String) -> String? {
        for attribute in self.attributes where attribute.name.local == local { return attribute.value }
        return nil
    }
}

/// What stands below an element.
public indirect enum XMLNode: Hashable, Sendable {
    /// An element.
    case element(XMLElement)
    /// A run of text; two of them are never neighbours in a parsed document.
    case text(String)

    /// The element, when this is one.
    public var element: XMLElement? {
        guard case .element(let element) = self else { return nil }
        return element
    }
}
