import CQL
import Testing
import Z3950

@Suite struct RPNFallbackTests {
    /// Asks as long as the target, which refuses with the given diagnostics in turn, gets something simpler to do.
    private func pqf(_ cql: String, _ map: AttributeMap = .generic, after refusals: [Bib1Diagnostic]) throws -> String?
    {
        let query = try ResolvedQuery(CQLQuery.parse(cql))
        var map = map
        for refusal in refusals {
            guard let simpler = map.simplified(after: refusal) else {
                return nil
            }
            map = simpler
        }
        return try RPN(query, map: map) { Array($0.utf8) }.description
    }

    @Test func theNextUseAttributeIsTriedUntilThereIsNone() throws {
        func refusals(_ uses: Int...) -> [Bib1Diagnostic] {
            uses.map { Bib1Diagnostic(code: 114, addinfo: "\($0)") }
        }
        #expect(try self.pqf("a", after: refusals(1016)) == #"@attr 1=1035 "a""#)
        #expect(try self.pqf("a", after: refusals(1016, 1035)) == #"@attr 1=1017 "a""#)
        #expect(throws: RPNError.self) { try self.pqf("a", after: refusals(1016, 1035, 1017)) }
        #expect(try self.pqf("dc.identifier = x", after: refusals(8)) == #"@or @attr 1=7 "x" @attr 1=1007 "x""#)
        #expect(try self.pqf("dc.identifier = x", after: refusals(8, 1007)) == #"@attr 1=7 "x""#)
        #expect(try self.pqf("a", after: refusals(4711)) == nil)
    }

    @Test func whatMeansNothingIsLeftOut() throws {
        #expect(try self.pqf("title = \"a b\"", after: [.init(code: 118)]) == #"@attr 1=4 "a b""#)
        #expect(try self.pqf("date > 1990", after: [.init(code: 123)]) == #"@attr 1=31 @attr 2=5 "1990""#)
        #expect(try self.pqf("a", after: [.init(code: 118), .init(code: 118)]) == nil)
        var map = AttributeMap.generic
        map.relations[.equal] = [Bib1Attribute(type: 2, value: 3)]
        map.anywhere = [Bib1Attribute(type: 3, value: 3)]
        #expect(
            try self.pqf("a", map, after: [.init(code: 113), .init(code: 117, addinfo: "3")]) == #"@attr 1=1016 "a""#
        )
    }

    @Test func whatMeansSomethingIsAskedOtherwiseOrRefused() throws {
        let refusal = Bib1Diagnostic(code: 120, addinfo: "104")
        #expect(try self.pqf("a?b", after: [refusal]) == #"@attr 1=1016 @attr 5=102 "a.b""#)
        func diagnostic(_ cql: String, _ refusals: [Bib1Diagnostic]) -> Int? {
            #expect(throws: RPNError.self) { try self.pqf(cql, after: refusals) }?.diagnostic
        }
        #expect(diagnostic("a?b", [refusal, .init(code: 120, addinfo: "102")]) == 28)
        #expect(diagnostic("title = ^a", [.init(code: 119, addinfo: "1")]) == 31)
        #expect(diagnostic("title == a", [.init(code: 122, addinfo: "3")]) == 19)
        #expect(diagnostic("date > 1990", [.init(code: 117, addinfo: "5")]) == 19)
        #expect(diagnostic("a prox b", [.init(code: 129)]) == 39)
        #expect(try self.pqf("a", after: [.init(code: 2)]) == nil)
    }
}
