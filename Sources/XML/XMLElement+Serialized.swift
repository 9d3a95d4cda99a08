extension XMLElement: CustomStringConvertible {
    /// The element as XML.
    public var description: String { String(decoding: self.serialized(), as: UTF8.self) }

    /// The element as a document of its own: UTF-8, without an XML declaration, every namespace declared.
    public func serialized() -> [UInt8] {
        var writer = XMLWriter(reserving: 1024)
        self.write(into: &writer)
        return writer.bytes
    }

    /// Writes the element where a writer stands, with every namespace declared inside it.
    public func write(into writer: inout XMLWriter) {
        self.write(into: &writer, inherited: nil)
    }

    private func write(into writer: inout XMLWriter, inherited: String?) {
        var attributes: [(String, String)] = []
        if self.name.namespace != inherited, !(inherited == nil && self.name.namespace.isEmpty) {
            attributes.append(("xmlns", self.name.namespace))
        } else if inherited == nil {
            // The surroundings may have a default namespace that this element must not inherit.
            attributes.append(("xmlns", ""))
        }
        var prefixes: [String: String] = ["http://www.w3.org/XML/1998/namespace": "xml"]
        for attribute in self.attributes {
            let namespace = attribute.name.namespace
            guard !namespace.isEmpty else {
                attributes.append((attribute.name.local, attribute.value))
                continue
            }
            let prefix: String
            if let known = prefixes[namespace] {
                prefix = known
            } else {
                prefix = "n\(prefixes.count)"
                prefixes[namespace] = prefix
                attributes.append(("xmlns:\(prefix)", namespace))
            }
            attributes.append(("\(prefix):\(attribute.name.local)", attribute.value))
        }
        writer.open(self.name.local, attributes)
        for child in self.children {
            switch child {
            case .text(let text): writer.text(text)
            case .element(let element): element.write(into: &writer, inherited: self.name.namespace)
            }
        }
        writer.close()
    }
}
