public import XML

extension ScanResponse {
    /// Reads a server's answer to a scan: any version, any namespace, in a SOAP envelope or not.
    ///
    /// - Parameters:
    ///   - bytes: the answer.
    ///   - limits: what is accepted.
    /// - Returns: the answer, with diagnostics where the server sent any.
    /// - Throws: ``SRUError`` with `notSRU`, `malformed`, `tooLarge`, or `diagnostic` for a SOAP fault.
    public static func parse(_ bytes: [UInt8], limits: XMLLimits = .sruAnswer) throws(SRUError) -> ScanResponse {
        let root = try AnswerReader.element(bytes, limits: limits)
        guard let answer = root.answer(named: "scanResponse") else {
            let diagnostics = root.diagnostics
            guard !diagnostics.isEmpty else {
                throw SRUError(.notSRU, "the answer is not SRU but <\(root.name.local)>")
            }
            return ScanResponse(version: root.version, diagnostics: diagnostics)
        }
        var response = ScanResponse(version: answer.version, diagnostics: answer.diagnostics)
        response.terms = answer.all("terms").flatMap { $0.all("term") }.compactMap { Term($0) }
        response.extraResponseData = answer.first("extraResponseData")?.serializedContent
        return response
    }
}

extension ScanResponse.Term {
    fileprivate init?(_ element: XMLElement) {
        guard let value = element.first("value")?.text.trimmed, !value.isEmpty else { return nil }
        self.init(value)
        self.numberOfRecords = element.first("numberOfRecords").flatMap { Int($0.text.trimmed) }
        self.displayTerm = element.first("displayTerm")?.text.trimmed
        self.whereInList = element.first("whereInList").flatMap { Place(rawValue: $0.text.trimmed) }
    }
}
