import XML

extension SRUEndpoint {
    /// One HTTP request, apart from its transport.
    struct Message: Sendable {
        var method: String
        var url: String
        var headers: [(name: String, value: String)]
        var body: [UInt8]?
    }

    /// The request that carries an operation with its parameters.
    func message(_ operation: SRUOperation, _ parameters: SRUParameters) -> Message {
        var headers = [
            (name: "User-Agent", value: self.userAgent),
            (name: "Accept", value: "text/xml, application/xml, application/sru+xml"),
        ]
        if case .basic(let user, let password) = self.authentication {
            headers.append((name: "Authorization", value: "Basic " + base64(Array("\(user):\(password)".utf8))))
        }
        switch self.method {
        case .get:
            return Message(method: "GET", url: self.url(parameters), headers: headers)
        case .post:
            headers.append((name: "Content-Type", value: "application/x-www-form-urlencoded; charset=UTF-8"))
            let body = Array(self.withExtras(parameters).encoded().utf8)
            return Message(method: "POST", url: self.url, headers: headers, body: body)
        case .soap:
            headers.append((name: "Content-Type", value: "text/xml; charset=utf-8"))
            headers.append((name: "SOAPAction", value: "\"\""))
            return Message(method: "POST", url: self.url, headers: headers, body: self.envelope(operation, parameters))
        }
    }

    private func url(_ parameters: SRUParameters) -> String {
        let query = self.withExtras(parameters).encoded()
        guard !query.isEmpty else { return self.url }
        guard self.url.contains("?") else { return self.url + "?" + query }
        return self.url + (self.url.hasSuffix("?") || self.url.hasSuffix("&") ? "" : "&") + query
    }

    private func withExtras(_ parameters: SRUParameters) -> SRUParameters {
        var parameters = parameters
        parameters.all += self.extraParameters.all
        return parameters
    }

    private func envelope(_ operation: SRUOperation, _ parameters: SRUParameters) -> [UInt8] {
        document(soap: true, stylesheet: nil, reserving: 1024) { writer in
            writer.open("zs:\(operation.rawValue)Request", [("xmlns:zs", self.version.requestNamespace)])
            for parameter in parameters.all where parameter.name != "operation" {
                writer.element("zs:" + parameter.name, parameter.value)
            }
            writer.close()
        }
    }
}

/// Bytes in the letters of RFC 4648, section 4.
func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
        let group = bytes[index..<min(index + 3, bytes.count)]
        let bits = group.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << (16 - 8 * UInt32($1.offset)) }
        for place in 0..<4 {
            let isPadding = place > group.count
            text.append(isPadding ? UInt8(ascii: "=") : letters[Int(bits >> (18 - 6 * UInt32(place)) & 63)])
        }
        index += 3
    }
    return String(decoding: text, as: UTF8.self)
}
