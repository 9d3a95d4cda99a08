import CYAZ
import Testing

@testable import Z3950

@Suite struct Z3950ClientTests {
    private let query = RPN.operand(attributes: [], term: [0x61])

    private var search: Z3950Request {
        .search(SearchRequest(databases: ["D"], query: self.query, resultSetName: "s9"))
    }
    private var present: Z3950Request { .present(PresentRequest(resultSetName: "s9", start: 1, count: 1)) }

    /// A client whose session is open with a target that echoes references, or not.
    private func idleClient(
        echoes: Bool = true,
        options: [Int] = [0, 1, 2, 7, 8, 14],
        version: Int = 3
    ) throws -> Z3950Client {
        var client = Z3950Client(endpoint: Z3950Endpoint(host: "h", version: version))
        _ = client.connected()
        let actions = client.received(YAZOracle.initResponse(reference: echoes ? "1" : nil, options: options)[...])
        guard case .opened = actions.first else { throw Z3950Error(.protocolError, "\(actions)") }
        return client
    }

    private func failure(_ actions: [Z3950Client.Action]) -> Z3950Error.Code? {
        guard actions.count == 2, actions[1] == .close, case .fail(let error) = actions[0] else { return nil }
        return error.code
    }

    @Test func aSearchIsSentAndItsAnswerHandedOver() throws {
        var client = try self.idleClient()
        guard case .send(let bytes) = try client.start(self.search).first else { return }
        #expect(YAZOracle.referenceID(bytes) == "2")
        #expect(!client.isIdle)
        let actions = client.received(YAZOracle.searchResponse(hits: 5, reference: "2", records: [])[...])
        guard case .complete(.search(let response)) = actions.first else {
            Issue.record("\(actions)")
            return
        }
        #expect(response.resultCount == 5)
        #expect(client.isIdle)
    }

    @Test func anAnswerToAnotherRequestEndsTheConnection() throws {
        var client = try self.idleClient()
        _ = try client.start(self.search)
        #expect(
            self.failure(client.received(YAZOracle.searchResponse(reference: "1", records: [])[...])) == .protocolError
        )
        #expect(throws: Z3950Error.self) { try client.start(self.search) }
    }

    @Test func aMissingReferenceIsTakenOnlyFromTargetsThatNeverEcho() throws {
        let bare = YAZOracle.searchResponse(reference: nil, records: [])
        var echoing = try self.idleClient(echoes: true)
        _ = try echoing.start(self.search)
        #expect(self.failure(echoing.received(bare[...])) == .protocolError)
        var silent = try self.idleClient(echoes: false)
        _ = try silent.start(self.search)
        #expect(self.failure(silent.received(bare[...])) == nil)
        #expect(silent.isIdle)
    }

    @Test func anAnswerOfAnotherKindEndsTheConnection() throws {
        var client = try self.idleClient()
        _ = try client.start(self.search)
        let wrong = YAZOracle.presentResponse(reference: "2", records: [("xml", [0x61])])
        #expect(self.failure(client.received(wrong[...])) == .protocolError)
    }

    @Test func anAnswerNobodyAskedForEndsTheConnection() throws {
        var client = try self.idleClient()
        let stray = YAZOracle.searchResponse(reference: "1", records: [])
        #expect(client.received(stray[...]) == [.close])
        #expect(client.received(stray[...]) == [])
        #expect(throws: Z3950Error.self) { try client.start(self.search) }
    }

    @Test func initRejectedTellsWhatTheTargetSays() {
        var client = Z3950Client(endpoint: Z3950Endpoint(host: "h"))
        _ = client.connected()
        let actions = client.received(YAZOracle.initResponse(reference: "1", accepts: false)[...])
        #expect(self.failure(actions) == .initRejected)
        guard case .fail(let error) = actions.first else { return }
        #expect(error.description.contains("ask at the desk"))
    }

    @Test func closeOfTheTargetIsReportedWithItsReason() throws {
        var client = try self.idleClient()
        _ = try client.start(self.present)
        let actions = client.received(YAZOracle.close(reason: 3, "too dear")[...])
        #expect(self.failure(actions) == .closed)
        guard case .fail(let error) = actions.first else { return }
        #expect(error.close == Close(reason: 3, diagnosticInformation: "too dear"))
        #expect(error.description.contains("cost limit: too dear"))
    }

    @Test func closeInPlaceOfInitIsReported() {
        var client = Z3950Client(endpoint: Z3950Endpoint(host: "h"))
        _ = client.connected()
        #expect(self.failure(client.received(YAZOracle.close(reason: 4, "full")[...])) == .closed)
    }

    @Test func garbageEndsTheConnection() throws {
        var client = try self.idleClient()
        _ = try client.start(self.search)
        #expect(self.failure(client.received([0xB7, 0x02, 0x81, 0x05])) == .protocolError)
    }

    @Test func deadlinesNameTheStepThatWasLate() throws {
        var connecting = Z3950Client(endpoint: Z3950Endpoint(host: "h"))
        #expect(self.failure(connecting.deadlinePassed()) == .connectTimeout)
        var shaking = Z3950Client(endpoint: Z3950Endpoint(host: "h", tls: .init()))
        #expect(self.failure(shaking.deadlinePassed()) == .tls)
        var initialising = Z3950Client(endpoint: Z3950Endpoint(host: "h"))
        _ = initialising.connected()
        #expect(self.failure(initialising.deadlinePassed()) == .initTimeout)
        var searching = try self.idleClient()
        _ = try searching.start(self.search)
        #expect(self.failure(searching.deadlinePassed()) == .searchTimeout)
        var presenting = try self.idleClient()
        _ = try presenting.start(self.present)
        #expect(self.failure(presenting.deadlinePassed()) == .presentTimeout)
    }

    @Test func aLateAnswerIsIgnored() throws {
        var client = try self.idleClient()
        _ = try client.start(self.search)
        _ = client.deadlinePassed()
        #expect(client.received(YAZOracle.searchResponse(reference: "2", records: [])[...]) == [])
    }

    @Test func onlyOneRequestIsUnderWay() throws {
        var client = try self.idleClient()
        _ = try client.start(self.search)
        #expect(throws: Z3950Error(.invalidRequest, "another request is under way")) { try client.start(self.search) }
        #expect(!client.isIdle)
        #expect(self.failure(client.received(YAZOracle.searchResponse(reference: "2", records: [])[...])) == nil)
        #expect(client.isIdle)
    }

    @Test func resultSetsHaveNamesOnlyWhereTheTargetOffersIt() throws {
        for (options, version, name) in [([0, 1, 14], 3, "s9"), ([0, 1], 3, "default"), ([0, 1, 14], 2, "default")] {
            var client = try self.idleClient(options: options, version: version)
            guard case .send(let bytes) = try client.start(self.search).first else { return }
            let sent = unsafe YAZOracle.decode(bytes) {
                unsafe YAZOracle.string($0.u.searchRequest.pointee.resultSetName)
            }
            #expect(sent == name)
        }
    }

    @Test func scanAndSortAreSentOnlyWhereOffered() throws {
        var client = try self.idleClient(options: [0, 1])
        let scan = ScanRequest(databases: ["D"], attributes: [], term: [0x61], count: 3)
        #expect(throws: Z3950Error.self) { try client.start(.scan(scan)) }
        #expect(throws: Z3950Error.self) {
            try client.start(.sort(SortRequest(keys: [SortRequest.Key(.field("title"))])))
        }
        #expect(client.isIdle)
    }

    @Test func aRequestThatCannotBeWrittenDoesNoHarm() throws {
        var client = try self.idleClient()
        #expect(throws: Z3950Error.self) {
            try client.start(.search(SearchRequest(databases: ["a\0"], query: self.query)))
        }
        #expect(client.isIdle)
    }

    @Test func closingWaitsForTheTargetInVersionThreeOnly() throws {
        var three = try self.idleClient()
        guard case .send? = three.close().first else {
            Issue.record("no Close was sent")
            return
        }
        #expect(three.received(YAZOracle.close(reason: 0, "")[...]) == [.close])
        var two = try self.idleClient(version: 2)
        #expect(two.close() == [.close])
    }

    @Test func theEndOfTheTransportFailsWhatIsUnderWay() throws {
        var client = try self.idleClient()
        _ = try client.start(self.search)
        #expect(self.failure(client.peerClosed()) == .closed)
        #expect(client.peerClosed() == [])
    }
}
