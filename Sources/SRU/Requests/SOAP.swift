import XML

/// SOAP 1.1, in which SRW (the older name of SRU over SOAP) wraps requests and answers.
public enum SOAP {
    /// The namespace of envelopes.
    public static let namespace = "http://schemas.xmlsoap.org/soap/envelope/"

    /// Why an envelope could not be used; the answer to it is HTTP 500 with this fault as the body.
    public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        /// Who is to blame, in the words of SOAP 1.1.
        public enum Code: String, Sendable, Hashable {
            /// The message is wrong.
            case client = "Client"
            /// The receiver could not deal with it.
            case server = "Server"
            /// The envelope is of another version of SOAP.
            case versionMismatch = "VersionMismatch"
        }

        /// Who is to blame.
        public var code: Code
        /// What is wrong.
        public var message: String

        /// A fault of its parts.
        public init(_ code: Code, _ message: String) {
            self.code = code
            self.message = message
        }

        /// What is wrong.
        public var description: String { "SOAP fault (\(self.code.rawValue)): \(self.message)" }

        /// The fault as a document in UTF-8.
        public func serialized() -> [UInt8] {
            document(soap: true, stylesheet: nil, reserving: 512) { writer in
                writer.open("SOAP:Fault")
                writer.element("faultcode", "SOAP:" + self.code.rawValue)
                writer.element("faultstring", self.message)
                writer.close()
            }
        }
    }

    /// The element in the body of an envelope, or nil when the document is no envelope.
    static func body(of root: XMLElement) -> XMLElement? {
        guard root.name.local == "Envelope" else { return nil }
        return root.first("Body")?.elements.first
    }
}

extension SRURequest {
    /// Understands a SOAP envelope with a request of SRW 1.1 or 1.2, or of SRU 2.0.
    ///
    /// - Parameters:
    ///   - soap: the envelope, at most 1 MiB.
    ///   - pinned: the only version of this endpoint, or nil when the request chooses.
    /// - Returns: the request, or the fault to answer with, in an envelope too.
    /// - Throws: ``SOAP/Fault`` when it is no envelope with a request.
    public static func parse(
        soap: [UInt8],
        pinned: SRUVersion? = nil
    ) throws(SOAP.Fault) -> Result<SRURequest, SRUFault> {
        var limits = XMLLimits()
        limits.maximumBytes = 1 << 20
        let root: XMLElement
        do {
            root = try XMLElement.parse(soap, limits: limits)
        } catch {
            throw SOAP.Fault(.client, "the envelope cannot be read: \(error)")
        }
        guard root.name.local == "Envelope" else { throw SOAP.Fault(.client, "the document is not a SOAP envelope") }
        guard root.name.namespace == SOAP.namespace else {
            throw SOAP.Fault(.versionMismatch, "only SOAP 1.1 is spoken")
        }
        guard let request = SOAP.body(of: root) else { throw SOAP.Fault(.client, "the envelope is empty") }
        let suffix = "Request"
        guard request.name.local.hasSuffix(suffix),
            let operation = SRUOperation(rawValue: String(request.name.local.dropLast(suffix.count)))
        else {
            throw SOAP.Fault(.client, "the envelope holds no request of SRU but \(request.name.local)")
        }
        return self.parse(Self.parameters(of: request, operation), pinned: pinned)
    }

    /// The request's elements as parameters; the 2.0 namespace stands for the version, which 2.0 does not send.
    private static func parameters(of request: XMLElement, _ operation: SRUOperation) -> SRUParameters {
        var parameters = SRUParameters([("operation", operation.rawValue)])
        // Searches and explain come in one namespace of 2.0, scans in another.
        let isVersion2 = request.name.namespace.hasPrefix("http://docs.oasis-open.org/ns/search-ws/")
        if isVersion2 { parameters.append("version", SRUVersion.v2_0.rawValue) }
        for element in request.elements where element.name.namespace == request.name.namespace {
            let name = element.name.local == "Stylesheet" ? "stylesheet" : element.name.local
            guard !(isVersion2 && name == "version"), name != "extraRequestData" else { continue }
            parameters.append(name, element.text)
        }
        return parameters
    }
}
