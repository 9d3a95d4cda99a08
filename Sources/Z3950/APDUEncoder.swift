import CYAZ

/// Writes requests with YAZ; nothing of C outlives the call.
public enum APDUEncoder {
    /// Encodes one request in BER.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - referenceID: The octets the target shall send back with its answer.
    /// - Returns: One whole APDU.
    /// - Throws: ``Z3950Error`` of code `invalidRequest` when the request cannot be written: a zero octet in
    ///   a name, an object identifier out of range, a query without anything in it.
    public static func encode(_ request: Z3950Request, referenceID: [UInt8]? = nil) throws(Z3950Error) -> [UInt8] {
        let memory = try ODRMemory()
        let kind =
            switch request {
            case .initialise: Z_APDU_initRequest
            case .search: Z_APDU_searchRequest
            case .present: Z_APDU_presentRequest
            case .scan: Z_APDU_scanRequest
            case .sort: Z_APDU_sortRequest
            case .deleteResultSet: Z_APDU_deleteResultSetRequest
            case .close: Z_APDU_close
            }
        guard let apdu = unsafe zget_APDU(memory.odr, kind) else { throw .invalid("request of an unknown kind") }
        let reference = unsafe referenceID.map { unsafe memory.octets($0) }
        switch request {
        case .initialise(let request):
            unsafe apdu.pointee.u.initRequest.pointee.referenceId = unsafe reference
            unsafe try Self.fill(apdu.pointee.u.initRequest, request, memory)
        case .search(let request):
            unsafe apdu.pointee.u.searchRequest.pointee.referenceId = unsafe reference
            unsafe try Self.fill(apdu.pointee.u.searchRequest, request, memory)
        case .present(let request):
            unsafe apdu.pointee.u.presentRequest.pointee.referenceId = unsafe reference
            unsafe try Self.fill(apdu.pointee.u.presentRequest, request, memory)
        case .scan(let request):
            unsafe apdu.pointee.u.scanRequest.pointee.referenceId = unsafe reference
            unsafe try Self.fill(apdu.pointee.u.scanRequest, request, memory)
        case .sort(let request):
            unsafe apdu.pointee.u.sortRequest.pointee.referenceId = unsafe reference
            unsafe try Self.fill(apdu.pointee.u.sortRequest, request, memory)
        case .deleteResultSet(let request):
            unsafe apdu.pointee.u.deleteResultSetRequest.pointee.referenceId = unsafe reference
            unsafe try Self.fill(apdu.pointee.u.deleteResultSetRequest, request, memory)
        case .close(let request):
            unsafe apdu.pointee.u.close.pointee.referenceId = unsafe reference
            unsafe try Self.fill(apdu.pointee.u.close, request, memory)
        }
        var encoded: UnsafeMutablePointer<Z_APDU>? = unsafe apdu
        var length: Int32 = 0
        guard unsafe z_APDU(memory.odr, &encoded, 0, nil) != 0,
            let buffer = unsafe odr_getbuf(memory.odr, &length, nil)
        else { throw .invalid("the request cannot be encoded") }
        return unsafe buffer.withMemoryRebound(to: UInt8.self, capacity: Int(length)) { octets in
            unsafe Array(UnsafeBufferPointer(start: octets, count: Int(length)))
        }
    }

    private static func fill(
        _ apdu: UnsafeMutablePointer<Z_InitRequest>,
        _ request: InitRequest,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) {
        unsafe memory.set(0..<min(max(request.version, 2), 3), in: apdu.pointee.protocolVersion)
        unsafe memory.set(
            (0..<32).filter { request.options.rawValue & 1 << UInt32($0) != 0 },
            in: apdu.pointee.options
        )
        unsafe apdu.pointee.preferredMessageSize = unsafe memory.integer(request.maximumMessageBytes)
        unsafe apdu.pointee.maximumRecordSize = unsafe memory.integer(request.maximumMessageBytes)
        unsafe apdu.pointee.implementationId = nil
        unsafe apdu.pointee.implementationName = try memory.string("Lienthong")
        unsafe apdu.pointee.implementationVersion = nil
        switch request.authentication {
        case .none: break
        case .open(let text):
            let authentication = unsafe memory.zeroed(Z_IdAuthentication.self)
            unsafe authentication.pointee.which = Z_IdAuthentication_open
            unsafe authentication.pointee.u.open = try memory.string(text)
            unsafe apdu.pointee.idAuthentication = unsafe authentication
        case .idPass(let user, let group, let password):
            let pass = unsafe memory.zeroed(Z_IdPass.self)
            if let user { unsafe pass.pointee.userId = try memory.string(user) }
            if let group { unsafe pass.pointee.groupId = try memory.string(group) }
            if let password { unsafe pass.pointee.password = try memory.string(password) }
            let authentication = unsafe memory.zeroed(Z_IdAuthentication.self)
            unsafe authentication.pointee.which = Z_IdAuthentication_idPass
            unsafe authentication.pointee.u.idPass = unsafe pass
            unsafe apdu.pointee.idAuthentication = unsafe authentication
        }
    }

    private static func fill(
        _ apdu: UnsafeMutablePointer<Z_SearchRequest>,
        _ request: SearchRequest,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) {
        guard !request.databases.isEmpty else { throw .invalid("a search without a database") }
        unsafe apdu.pointee.num_databaseNames = Int32(request.databases.count)
        unsafe apdu.pointee.databaseNames = try memory.strings(request.databases)
        unsafe apdu.pointee.resultSetName = try memory.string(request.resultSetName)
        unsafe apdu.pointee.replaceIndicator = unsafe memory.boolean(true)
        // With a small set bound of 1 and a large set bound nobody reaches, every set but the smallest is
        // "medium" and sends as many records as the third number says.
        let wanted = max(0, request.piggyback)
        unsafe apdu.pointee.smallSetUpperBound = unsafe memory.integer(min(1, wanted))
        unsafe apdu.pointee.largeSetLowerBound = unsafe memory.integer(wanted == 0 ? 1 : 2_000_000_000)
        unsafe apdu.pointee.mediumSetPresentNumber = unsafe memory.integer(wanted)
        if wanted > 0 {
            if let syntax = request.recordSyntax {
                unsafe apdu.pointee.preferredRecordSyntax = try memory.oid(syntax.oid)
            }
            if let name = request.elementSetName {
                let names = unsafe try Self.elementSetNames(name, memory)
                unsafe apdu.pointee.smallSetElementSetNames = unsafe names
                unsafe apdu.pointee.mediumSetElementSetNames = unsafe names
            }
        }
        let query = unsafe memory.zeroed(Z_Query.self)
        unsafe query.pointee.which = Z_Query_type_1
        unsafe query.pointee.u.type_1 = try request.query.query(memory)
        unsafe apdu.pointee.query = unsafe query
        unsafe try Self.addFacets(request.facets, to: apdu, memory)
    }

    private static func fill(
        _ apdu: UnsafeMutablePointer<Z_PresentRequest>,
        _ request: PresentRequest,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) {
        guard request.start >= 1, request.count >= 1 else { throw .invalid("records before the first, or none") }
        unsafe apdu.pointee.resultSetId = try memory.string(request.resultSetName)
        unsafe apdu.pointee.resultSetStartPoint = unsafe memory.integer(request.start)
        unsafe apdu.pointee.numberOfRecordsRequested = unsafe memory.integer(request.count)
        if let syntax = request.recordSyntax {
            unsafe apdu.pointee.preferredRecordSyntax = try memory.oid(syntax.oid)
        }
        if let name = request.elementSetName {
            let composition = unsafe memory.zeroed(Z_RecordComposition.self)
            unsafe composition.pointee.which = Z_RecordComp_simple
            unsafe composition.pointee.u.simple = try Self.elementSetNames(name, memory)
            unsafe apdu.pointee.recordComposition = unsafe composition
        }
    }

    private static func fill(
        _ apdu: UnsafeMutablePointer<Z_ScanRequest>,
        _ request: ScanRequest,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) {
        guard !request.databases.isEmpty else { throw .invalid("a scan without a database") }
        unsafe apdu.pointee.num_databaseNames = Int32(request.databases.count)
        unsafe apdu.pointee.databaseNames = try memory.strings(request.databases)
        unsafe apdu.pointee.attributeSet = try memory.oid(Self.bib1)
        unsafe apdu.pointee.termListAndStartPoint =
            try RPN.attributesPlusTerm(request.attributes, request.term, memory)
        unsafe apdu.pointee.stepSize = unsafe request.stepSize.map { unsafe memory.integer($0) }
        unsafe apdu.pointee.numberOfTermsRequested = unsafe memory.integer(request.count)
        unsafe apdu.pointee.preferredPositionInResponse = unsafe memory.integer(request.preferredPosition)
    }

    private static func fill(
        _ apdu: UnsafeMutablePointer<Z_SortRequest>,
        _ request: SortRequest,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) {
        guard !request.keys.isEmpty, !request.inputResultSetNames.isEmpty else { throw .invalid("a sort of nothing") }
        unsafe apdu.pointee.num_inputResultSetNames = Int32(request.inputResultSetNames.count)
        unsafe apdu.pointee.inputResultSetNames = try memory.strings(request.inputResultSetNames)
        unsafe apdu.pointee.sortedResultSetName = try memory.string(request.sortedResultSetName)
        let list = unsafe memory.zeroed(Z_SortKeySpecList.self)
        let specs = unsafe memory.room(for: UnsafeMutablePointer<Z_SortKeySpec>?.self, count: request.keys.count)
        for (index, key) in request.keys.enumerated() { unsafe specs[index] = try Self.sortKey(key, memory) }
        unsafe list.pointee.num_specs = Int32(request.keys.count)
        unsafe list.pointee.specs = unsafe specs
        unsafe apdu.pointee.sortSequence = unsafe list
    }

    private static func sortKey(
        _ key: SortRequest.Key,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) -> UnsafeMutablePointer<Z_SortKeySpec> {
        let sortKey = unsafe memory.zeroed(Z_SortKey.self)
        switch key.element {
        case .field(let name):
            unsafe sortKey.pointee.which = Z_SortKey_sortField
            unsafe sortKey.pointee.u.sortField = try memory.string(name)
        case .attributes(let attributes):
            let sortAttributes = unsafe memory.zeroed(Z_SortAttributes.self)
            unsafe sortAttributes.pointee.id = try memory.oid(Self.bib1)
            unsafe sortAttributes.pointee.list = try RPN.attributeList(attributes, memory)
            unsafe sortKey.pointee.which = Z_SortKey_sortAttributes
            unsafe sortKey.pointee.u.sortAttributes = unsafe sortAttributes
        }
        let element = unsafe memory.zeroed(Z_SortElement.self)
        unsafe element.pointee.which = Z_SortElement_generic
        unsafe element.pointee.u.generic = unsafe sortKey
        let spec = unsafe memory.zeroed(Z_SortKeySpec.self)
        unsafe spec.pointee.sortElement = unsafe element
        unsafe spec.pointee.sortRelation = unsafe memory.integer(key.isDescending ? 1 : 0)
        unsafe spec.pointee.caseSensitivity = unsafe memory.integer(key.isCaseSensitive ? 0 : 1)
        unsafe spec.pointee.which = Z_SortKeySpec_null
        unsafe spec.pointee.u.null = unsafe memory.null()
        return unsafe spec
    }

    private static func fill(
        _ apdu: UnsafeMutablePointer<Z_DeleteResultSetRequest>,
        _ request: DeleteResultSetRequest,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) {
        let names = request.resultSetNames
        let function = names.isEmpty ? Z_DeleteResultSetRequest_all : Z_DeleteResultSetRequest_list
        unsafe apdu.pointee.deleteFunction = unsafe memory.integer(Int(function))
        guard !names.isEmpty else { return }
        unsafe apdu.pointee.num_resultSetList = Int32(names.count)
        unsafe apdu.pointee.resultSetList = try memory.strings(names)
    }

    private static func fill(
        _ apdu: UnsafeMutablePointer<Z_Close>,
        _ request: Close,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) {
        unsafe apdu.pointee.closeReason = unsafe memory.integer(request.reason)
        guard let text = request.diagnosticInformation else { return }
        unsafe apdu.pointee.diagnosticInformation = try memory.string(text)
    }

    private static func elementSetNames(
        _ name: String,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) -> UnsafeMutablePointer<Z_ElementSetNames> {
        let names = unsafe memory.zeroed(Z_ElementSetNames.self)
        unsafe names.pointee.which = Z_ElementSetNames_generic
        unsafe names.pointee.u.generic = try memory.string(name)
        return unsafe names
    }

    static let bib1 = OID([1, 2, 840, 10003, 3, 1])
}
