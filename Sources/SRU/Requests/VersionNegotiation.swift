/// Finds the version to answer in and the operation meant.
///
/// In 1.x both are named; in 2.0 neither need be, and the parameters tell the operation.
struct VersionNegotiation {
    private let parameters: SRUParameters
    private let pinned: SRUVersion?

    init(_ parameters: SRUParameters, pinned: SRUVersion?) {
        self.parameters = parameters
        self.pinned = pinned
    }

    func result() throws(SRUFault) -> (SRUVersion, SRUOperation) {
        let named = self.parameters["operation"]
        let operation = named.flatMap { SRUOperation(rawValue: $0) }
        let version = try self.version(named: named, operation)
        guard let named else { return (version, try self.impliedOperation(version)) }
        guard let operation else {
            throw SRUFault(.unsupportedOperation(named), version: version, operation: .searchRetrieve)
        }
        return (version, operation)
    }

    private func version(named: String?, _ operation: SRUOperation?) throws(SRUFault) -> SRUVersion {
        if let requested = self.parameters["version"], !requested.isEmpty {
            return try self.version(requested, operation ?? self.likelyOperation)
        }
        let version = self.pinned ?? (named == nil ? .v2_0 : .v1_2)
        if version.isVersion1, let operation, operation != .explain {
            throw SRUFault(.mandatoryParameterNotSupplied("version"), version: version, operation: operation)
        }
        return version
    }

    /// A version names itself or a lower one of its family; an endpoint with one version speaks only that.
    private func version(_ requested: String, _ operation: SRUOperation) throws(SRUFault) -> SRUVersion {
        let parts = requested.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        let major = parts[0]
        let minor = parts.count > 1 ? parts[1] : 0
        let candidates = self.pinned.map { [$0] } ?? SRUVersion.allCases
        let fitting = candidates.last { version in
            guard parts.count <= 2, major == (version.isVersion1 ? 1 : 2) else { return false }
            switch version {
            case .v1_1: return minor >= 1
            case .v1_2: return minor >= 2
            case .v2_0: return minor >= 0
            }
        }
        if let fitting { return fitting }
        let highest = self.pinned ?? .v2_0
        let answer = self.pinned ?? (major >= 2 ? .v2_0 : .v1_1)
        throw SRUFault(.unsupportedVersion(highest: highest), version: answer, operation: operation)
    }

    private func impliedOperation(_ version: SRUVersion) throws(SRUFault) -> SRUOperation {
        let operation = self.likelyOperation
        if version.isVersion1, operation != .explain {
            throw SRUFault(.mandatoryParameterNotSupplied("operation"), version: version, operation: operation)
        }
        return operation
    }

    private var likelyOperation: SRUOperation {
        if self.parameters["query"] != nil || self.parameters["queryType"] != nil { return .searchRetrieve }
        return self.parameters["scanClause"] != nil ? .scan : .explain
    }
}
