/// The prefixes that hold in one part of a query.
struct NameScope {
    let catalogue: IndexCatalogue
    /// What the query assigned, by prefix in lower case; the empty prefix is the default set.
    private var assigned: [String: String] = [:]

    init(catalogue: IndexCatalogue) {
        self.catalogue = catalogue
    }

    /// These prefixes and some more, which hide those of the same name.
    func adding(_ prefixes: [CQLQuery.PrefixAssignment]) -> NameScope {
        var scope = self
        for prefix in prefixes {
            scope.assigned[prefix.name?.lowercased() ?? ""] = prefix.uri
        }
        return scope
    }

    /// The index that a name means here.
    func index(_ name: String) throws(CQLError) -> Index {
        let set: String?
        let local: Substring
        if let dot = name.firstIndex(of: "."), dot != name.startIndex {
            set = try self.contextSet(name[..<dot])
            local = name[name.index(after: dot)...]
        } else {
            set = try self.assigned[""].map { uri throws(CQLError) in try self.contextSet(uri: uri) }
            local = name[...]
        }
        guard let index = self.catalogue.index(set: set, name: String(local)) else {
            throw CQLError(diagnostic: 16, details: name, message: "There is no index \(name)")
        }
        return index
    }

    /// The context set and local name of a relation or modifier.
    ///
    /// - Parameters:
    ///   - name: The name as written.
    ///   - set: The set of names without a prefix, which an assigned default set does not change.
    /// - Returns: The prefix of the set as the catalogue spells it, and the rest of the name.
    /// - Throws: ``CQLError`` 15 when there is no such set.
    func split(_ name: String, default set: String) throws(CQLError) -> (set: String, name: String) {
        guard let dot = name.firstIndex(of: "."), dot != name.startIndex else {
            return (set, name)
        }
        return (try self.contextSet(name[..<dot]), String(name[name.index(after: dot)...]))
    }

    private func contextSet(_ prefix: Substring) throws(CQLError) -> String {
        let prefix = String(prefix)
        if !self.assigned.isEmpty, let uri = self.assigned[prefix.lowercased()] {
            return try self.contextSet(uri: uri)
        }
        guard let set = self.catalogue.contextSet(prefix: prefix) else {
            throw CQLError(diagnostic: 15, details: prefix, message: "There is no context set \(prefix)")
        }
        return set
    }

    private func contextSet(uri: String) throws(CQLError) -> String {
        guard let set = self.catalogue.contextSet(uri: uri) else {
            throw CQLError(diagnostic: 15, details: uri, message: "There is no context set \(uri)")
        }
        return set
    }
}
