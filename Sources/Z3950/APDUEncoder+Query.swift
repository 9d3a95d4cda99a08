import CYAZ

/// How the query is laid out for YAZ (Z39.50, 4.1, Type-1 query).
extension RPN {
    func query(_ memory: borrowing ODRMemory) throws(Z3950Error) -> UnsafeMutablePointer<Z_RPNQuery> {
        let query = unsafe memory.zeroed(Z_RPNQuery.self)
        unsafe query.pointee.attributeSetId = try memory.oid(APDUEncoder.bib1)
        unsafe query.pointee.RPNStructure = try self.structure(memory, depth: 1)
        return unsafe query
    }

    private func structure(
        _ memory: borrowing ODRMemory,
        depth: Int
    ) throws(Z3950Error) -> UnsafeMutablePointer<Z_RPNStructure> {
        guard depth <= Self.maximumDepth else { throw .invalid("a query of more than \(Self.maximumDepth) levels") }
        let (left, right, operation): (RPN, RPN, UnsafeMutablePointer<Z_Operator>)
        switch self {
        case .operand(let attributes, let term):
            let operand = unsafe memory.zeroed(Z_Operand.self)
            unsafe operand.pointee.which = Z_Operand_APT
            unsafe operand.pointee.u.attributesPlusTerm = try Self.attributesPlusTerm(attributes, term, memory)
            let structure = unsafe memory.zeroed(Z_RPNStructure.self)
            unsafe structure.pointee.which = Z_RPNStructure_simple
            unsafe structure.pointee.u.simple = unsafe operand
            return unsafe structure
        case .and(let one, let other):
            unsafe (left, right, operation) = (one, other, Self.boolean(Z_Operator_and, memory))
        case .or(let one, let other):
            unsafe (left, right, operation) = (one, other, Self.boolean(Z_Operator_or, memory))
        case .andNot(let one, let other):
            unsafe (left, right, operation) = (one, other, Self.boolean(Z_Operator_and_not, memory))
        case .proximity(let proximity, let one, let other):
            unsafe (left, right, operation) = (one, other, Self.proximity(proximity, memory))
        }
        let complex = unsafe memory.zeroed(Z_Complex.self)
        unsafe complex.pointee.s1 = try left.structure(memory, depth: depth + 1)
        unsafe complex.pointee.s2 = try right.structure(memory, depth: depth + 1)
        unsafe complex.pointee.roperator = unsafe operation
        let structure = unsafe memory.zeroed(Z_RPNStructure.self)
        unsafe structure.pointee.which = Z_RPNStructure_complex
        unsafe structure.pointee.u.complex = unsafe complex
        return unsafe structure
    }

    /// Beyond this, servers' own limits and the stack would be next.
    private static let maximumDepth = 1000

    private static func proximity(
        _ proximity: RPNProximity,
        _ memory: borrowing ODRMemory
    ) -> UnsafeMutablePointer<Z_Operator> {
        let prox = unsafe memory.zeroed(Z_ProximityOperator.self)
        unsafe prox.pointee.exclusion = unsafe memory.boolean(proximity.isExclusion)
        unsafe prox.pointee.distance = unsafe memory.integer(proximity.distance)
        unsafe prox.pointee.ordered = unsafe memory.boolean(proximity.isOrdered)
        unsafe prox.pointee.relationType = unsafe memory.integer(proximity.relation.rawValue)
        unsafe prox.pointee.which = Z_ProximityOperator_known
        unsafe prox.pointee.u.known = unsafe memory.integer(proximity.unit.rawValue)
        let operation = unsafe memory.zeroed(Z_Operator.self)
        unsafe operation.pointee.which = Z_Operator_prox
        unsafe operation.pointee.u.prox = unsafe prox
        return unsafe operation
    }

    private static func boolean(
        _ which: Int32,
        _ memory: borrowing ODRMemory
    ) -> UnsafeMutablePointer<Z_Operator> {
        let operation = unsafe memory.zeroed(Z_Operator.self)
        unsafe operation.pointee.which = which
        unsafe operation.pointee.u.op_and = unsafe memory.null()
        return unsafe operation
    }

    static func attributesPlusTerm(
        _ attributes: [Bib1Attribute],
        _ bytes: [UInt8],
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) -> UnsafeMutablePointer<Z_AttributesPlusTerm> {
        let term = unsafe memory.zeroed(Z_Term.self)
        unsafe term.pointee.which = Z_Term_general
        unsafe term.pointee.u.general = unsafe memory.octets(bytes)
        let operand = unsafe memory.zeroed(Z_AttributesPlusTerm.self)
        unsafe operand.pointee.attributes = try Self.attributeList(attributes, memory)
        unsafe operand.pointee.term = unsafe term
        return unsafe operand
    }

    static func attributeList(
        _ attributes: [Bib1Attribute],
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) -> UnsafeMutablePointer<Z_AttributeList> {
        let elements = unsafe memory.room(
            for: UnsafeMutablePointer<Z_AttributeElement>?.self,
            count: attributes.count
        )
        for (index, attribute) in attributes.enumerated() {
            let element = unsafe memory.zeroed(Z_AttributeElement.self)
            unsafe element.pointee.attributeType = unsafe memory.integer(attribute.type)
            switch attribute.value {
            case .number(let number):
                unsafe element.pointee.which = Z_AttributeValue_numeric
                unsafe element.pointee.value.numeric = unsafe memory.integer(number)
            case .name(let text):
                unsafe element.pointee.which = Z_AttributeValue_complex
                unsafe element.pointee.value.complex = try Self.complexValue(text, memory)
            }
            unsafe elements[index] = unsafe element
        }
        let list = unsafe memory.zeroed(Z_AttributeList.self)
        unsafe list.pointee.num_attributes = Int32(attributes.count)
        unsafe list.pointee.attributes = unsafe elements
        return unsafe list
    }

    private static func complexValue(
        _ text: String,
        _ memory: borrowing ODRMemory
    ) throws(Z3950Error) -> UnsafeMutablePointer<Z_ComplexAttribute> {
        let value = unsafe memory.zeroed(Z_StringOrNumeric.self)
        unsafe value.pointee.which = Z_StringOrNumeric_string
        unsafe value.pointee.u.string = try memory.string(text)
        let list = unsafe memory.room(for: UnsafeMutablePointer<Z_StringOrNumeric>?.self)
        unsafe list.pointee = unsafe value
        let complex = unsafe memory.zeroed(Z_ComplexAttribute.self)
        unsafe complex.pointee.num_list = 1
        unsafe complex.pointee.list = unsafe list
        return unsafe complex
    }
}
