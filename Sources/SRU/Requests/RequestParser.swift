/// Understands decoded parameters: which version, which operation, and are all values usable.
///
/// The rules are in section 1 of the protocol's digest. A parameter without a value counts as not sent, except `operation`.
struct RequestParser {
    private let parameters: SRUParameters
    private let pinned: SRUVersion?

    init(_ parameters: SRUParameters, pinned: SRUVersion?) {
        self.parameters = parameters
        self.pinned = pinned
    }

    func parse() -> Result<SRURequest, SRUFault> {
        do throws(SRUFault) {
            let (version, operation) = try VersionNegotiation(self.parameters, pinned: self.pinned).result()
            return .success(try self.request(version, operation))
        } catch {
            return .failure(error)
        }
    }

    private func request(_ version: SRUVersion, _ operation: SRUOperation) throws(SRUFault) -> SRURequest {
        do throws(SRUDiagnostic) {
            let values = ParameterValues(self.parameters, version: version)
            try values.checkNames()
            switch operation {
            case .explain: return .explain(try self.explain(version, values))
            case .searchRetrieve: return .searchRetrieve(try self.search(version, values))
            case .scan: return .scan(try self.scan(version, values))
            }
        } catch {
            throw SRUFault(error, version: version, operation: operation)
        }
    }

    private func explain(_ version: SRUVersion, _ values: ParameterValues) throws(SRUDiagnostic) -> ExplainRequest {
        var request = ExplainRequest(version: version)
        request.recordPacking = try values.recordPacking()
        request.stylesheet = values["stylesheet"]
        request.httpAccept = values["httpAccept"]
        request.extraParameters = values.extra
        return request
    }

    private func search(
        _ version: SRUVersion,
        _ values: ParameterValues
    ) throws(SRUDiagnostic) -> SearchRetrieveRequest {
        var request = SearchRetrieveRequest(version: version, query: try values.mandatory("query"))
        if let type = values["queryType"] {
            guard ["cql", "searchTerms"].contains(type) else { throw .unsupportedParameterValue("queryType") }
            request.queryType = type
        }
        request.startRecord = try values.number("startRecord", atLeast: 1) ?? 1
        request.maximumRecords = try values.number("maximumRecords", atLeast: 0)
        request.recordSchema = values["recordSchema"]
        request.recordPacking = try values.recordPacking()
        request.packing = try values.packing()
        request.resultSetTTL = try values.number("resultSetTTL", atLeast: 0)
        request.sortKeys = values["sortKeys"]
        request.stylesheet = values["stylesheet"]
        request.renderedBy = try values.oneOf(["client", "server"], "renderedBy")
        request.httpAccept = values["httpAccept"]
        request.responseType = values["responseType"]
        request.facetParameters = values.facets
        request.extraParameters = values.extra
        guard values["recordXPath"] == nil else { throw SRUDiagnostic(72) }
        return request
    }

    private func scan(_ version: SRUVersion, _ values: ParameterValues) throws(SRUDiagnostic) -> ScanRequest {
        var request = ScanRequest(version: version, scanClause: try values.mandatory("scanClause"))
        request.responsePosition = try values.number("responsePosition", atLeast: 0) ?? 1
        request.maximumTerms = try values.number("maximumTerms", atLeast: 1)
        if let terms = request.maximumTerms, request.responsePosition > terms + 1 {
            throw SRUDiagnostic(120, details: String(request.responsePosition))
        }
        request.stylesheet = values["stylesheet"]
        request.httpAccept = values["httpAccept"]
        request.extraParameters = values.extra
        return request
    }
}

/// The values of one request, with the checks that they share.
struct ParameterValues {
    /// The largest number that is told apart from others.
    private static let maximumNumber = Int(Int32.max)
    private static let facetNames: Set<String> = ["facetLimit", "facetStart", "facetSort", "facetCount"]
    private static let commonNames: Set<String> = [
        "operation", "version", "query", "startRecord", "maximumRecords", "recordPacking", "recordSchema",
        "resultSetTTL", "sortKeys", "stylesheet", "extraRequestData", "scanClause", "responsePosition", "maximumTerms",
    ]
    private static let names2: Set<String> = [
        "recordXMLEscaping", "queryType", "renderedBy", "httpAccept", "responseType",
    ]

    private let parameters: SRUParameters
    private let version: SRUVersion

    init(_ parameters: SRUParameters, version: SRUVersion) {
        self.parameters = parameters
        self.version = version
    }

    /// The value of a parameter, or nil when it is not there or empty.
    subscript(_ name: String) -> String? {
        guard let value = self.parameters[name], !value.isEmpty else { return nil }
        return value
    }

    var extra: [SRUParameters.Parameter] {
        self.parameters.all.filter { $0.name.hasPrefix("x-") }
    }

    var facets: [SRUParameters.Parameter] {
        self.parameters.all.filter { Self.facetNames.contains($0.name) }
    }

    /// Refuses unknown names, and one name with two values; `x-` names are never refused.
    func checkNames() throws(SRUDiagnostic) {
        var seen: [String: String] = [:]
        for parameter in self.parameters.all where !parameter.name.hasPrefix("x-") && !parameter.name.isEmpty {
            guard self.isKnown(parameter.name) else { throw .unsupportedParameter(parameter.name) }
            if let before = seen.updateValue(parameter.value, forKey: parameter.name), before != parameter.value {
                throw .unsupportedParameterValue(parameter.name)
            }
        }
    }

    private func isKnown(_ name: String) -> Bool {
        if Self.commonNames.contains(name) { return true }
        switch self.version {
        case .v1_1: return name == "recordXPath"
        case .v1_2: return false
        case .v2_0: return Self.names2.contains(name) || Self.facetNames.contains(name)
        }
    }

    func mandatory(_ name: String) throws(SRUDiagnostic) -> String {
        guard let value = self[name], value.contains(where: { !$0.isWhitespace }) else {
            throw .mandatoryParameterNotSupplied(name)
        }
        return value
    }

    /// A whole number; larger ones than can be counted with are as good as the largest.
    func number(_ name: String, atLeast minimum: Int) throws(SRUDiagnostic) -> Int? {
        guard let value = self[name] else { return nil }
        guard value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .unsupportedParameterValue(name) }
        let number = min(Int(value) ?? Self.maximumNumber, Self.maximumNumber)
        guard number >= minimum else { throw .unsupportedParameterValue(name) }
        return number
    }

    func oneOf(_ choices: [String], _ name: String) throws(SRUDiagnostic) -> String? {
        guard let value = self[name] else { return nil }
        guard choices.contains(value) else { throw .unsupportedParameterValue(name) }
        return value
    }

    /// `recordPacking` of 1.x, which 2.0 calls `recordXMLEscaping`.
    func recordPacking() throws(SRUDiagnostic) -> RecordPacking {
        let name = self.version.isVersion1 ? "recordPacking" : "recordXMLEscaping"
        guard let value = self[name] else { return .xml }
        guard let packing = RecordPacking(rawValue: value) else { throw .unsupportedRecordPacking(value) }
        return packing
    }

    /// `recordPacking` of 2.0, which means something else than that of 1.x.
    func packing() throws(SRUDiagnostic) -> String? {
        self.version.isVersion1 ? nil : try self.oneOf(["packed", "unpacked"], "recordPacking")
    }
}
