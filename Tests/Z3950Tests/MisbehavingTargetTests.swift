import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import Z3950

/// Targets that do what no target should; the numbers are rows of the fault matrix.
@Suite(.timeLimit(.minutes(3))) struct MisbehavingTargetTests {
    private typealias Peer = MisbehavingServer.Peer

    private static let search = SearchRequest(
        databases: ["D"],
        query: .operand(attributes: [], term: [0x61]),
        recordSyntax: .usmarc
    )
    private static let record = ("usmarc", Array("00024nam".utf8))

    private static func endpoint(_ port: Int) -> Z3950Endpoint { Z3950Endpoint(host: "127.0.0.1", port: port) }

    /// Answers Init as a good target does.
    private static func greet(_ peer: inout Peer) async throws {
        guard let request = try await peer.receive() else { return }
        try await peer.send(YAZOracle.initResponse(reference: YAZOracle.referenceID(request)))
    }

    /// Answers a search with a number of hits.
    private static func answerSearch(_ peer: inout Peer, hits: Int) async throws {
        guard let request = try await peer.receive() else { return }
        let reference = YAZOracle.referenceID(request)
        try await peer.send(YAZOracle.searchResponse(hits: hits, reference: reference, records: []))
    }

    /// The error of a connection attempt, and how long it took.
    private func connectionError(
        within time: Duration = .seconds(30),
        _ script: @escaping @Sendable (inout Peer) async throws -> Void
    ) async throws -> (Z3950Error.Code?, Duration) {
        try await MisbehavingServer(script).run { port in
            let start = ContinuousClock.now
            do throws(Z3950Error) {
                _ = try await Z3950Connection.connect(to: Self.endpoint(port), deadline: start + time)
                return (nil, .zero)
            } catch {
                return (error.code, ContinuousClock.now - start)
            }
        }
    }

    /// The error of a search on a connection whose target goes on with `script` after Init.
    private func searchError(
        within time: Duration = .seconds(30),
        _ script: @escaping @Sendable (inout Peer) async throws -> Void
    ) async throws -> (Z3950Error.Code?, Duration) {
        try await MisbehavingServer { peer in
            try await Self.greet(&peer)
            try await script(&peer)
        }.run { port in
            let connection = try await Z3950Connection.connect(to: Self.endpoint(port), deadline: .now + .seconds(30))
            let start = ContinuousClock.now
            do throws(Z3950Error) {
                _ = try await connection.search(Self.search, deadline: start + time)
                return (nil, .zero)
            } catch {
                let took = ContinuousClock.now - start
                #expect(!connection.isUsable)
                return (error.code, took)
            }
        }
    }

    /// What a retrieval of ten records gives when the target answers each present with `answer`.
    private func retrieval(
        hits: Int = 10,
        count: Int = 10,
        chunk: Int = 5,
        within time: Duration = .seconds(30),
        _ answer: @escaping @Sendable (inout Peer, _ request: Int, _ reference: String) async throws -> Void
    ) async throws -> Retrieval {
        try await MisbehavingServer { peer in
            try await Self.greet(&peer)
            try await Self.answerSearch(&peer, hits: hits)
            var number = 0
            while let request = try await peer.receive() {
                number += 1
                try await answer(&peer, number, YAZOracle.referenceID(request))
            }
        }.run { port in
            let connection = try await Z3950Connection.connect(to: Self.endpoint(port), deadline: .now + .seconds(30))
            return try await connection.retrieve(
                Self.search,
                count: count,
                chunk: chunk,
                deadline: .now + time
            )
        }
    }

    @Test func row1RefusedIsToldAtOnce() async throws {
        let endpoint = Self.endpoint(try freePort())
        let start = ContinuousClock.now
        let error = await #expect(throws: Z3950Error.self) {
            try await Z3950Connection.connect(to: endpoint, deadline: start + .seconds(30))
        }
        #expect(error?.code == .refused)
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    @Test func row4AHostWithoutAddressIsADNSError() async throws {
        let endpoint = Z3950Endpoint(host: "no-such-host.invalid", port: 210)
        let error = await #expect(throws: Z3950Error.self) {
            try await Z3950Connection.connect(to: endpoint, deadline: .now + .seconds(30))
        }
        #expect(error?.code == .dns)
    }

    @Test func row5SilenceAfterConnecting() async throws {
        let (code, took) = try await self.connectionError(within: .seconds(3)) { try await $0.waitForClose() }
        #expect(code == .initTimeout)
        #expect(took < .seconds(20))
    }

    @Test func row7InitOneByteAtATime() async throws {
        let (code, took) = try await self.connectionError(within: .seconds(3)) { peer in
            _ = try await peer.receive()
            try await peer.dribble(YAZOracle.initResponse(reference: "1"), pause: .milliseconds(150))
        }
        #expect(code == .initTimeout)
        #expect(took < .seconds(20))
    }

    @Test func row8InitRejected() async throws {
        let (code, _) = try await self.connectionError { peer in
            _ = try await peer.receive()
            try await peer.send(YAZOracle.initResponse(reference: "1", accepts: false))
            try await peer.waitForClose()
        }
        #expect(code == .initRejected)
    }

    @Test func closingAtOnceOrAfterInitIsToldAsClosed() async throws {
        let (atOnce, _) = try await self.connectionError { _ in }
        #expect(atOnce == .closed)
        let (afterInit, _) = try await self.searchError { _ in }
        #expect(afterInit == .closed)
    }

    @Test func row9And10ASearchThatIsNotAnswered() async throws {
        let (silent, _) = try await self.searchError(within: .seconds(3)) { try await $0.waitForClose() }
        #expect(silent == .searchTimeout)
        let (code, took) = try await self.searchError(within: .seconds(3)) { peer in
            _ = try await peer.receive()
            try await peer.dribble(YAZOracle.searchResponse(reference: "2", records: []), pause: .milliseconds(200))
        }
        #expect(code == .searchTimeout)
        #expect(took < .seconds(20))
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\u{1}\u{2}\u{3}"])
    func row17And18WhatIsNoZ3950IsRefused(greeting: String) async throws {
        let (code, took) = try await self.connectionError { peer in
            try await peer.send(Array(greeting.utf8))
            try await peer.waitForClose()
        }
        #expect(code == .protocolError)
        #expect(took < .seconds(25))
    }

    @Test func row19To21GiantAndEndlessAnswersAreRefused() async throws {
        let starts: [[UInt8]] = [
            [0xB7, 0x84, 0x7F, 0xFF, 0xFF, 0xFF],
            [0xB7, 0x80] + Array(repeating: [UInt8(0x81), 0], count: 250_000).flatMap(\.self),
            [0xB7, 0x80] + Array(repeating: [UInt8(0x30), 0x80], count: 1000).flatMap(\.self),
        ]
        for start in starts {
            let (code, took) = try await self.searchError { peer in
                _ = try await peer.receive()
                try await peer.send(start)
                try await peer.waitForClose()
            }
            #expect(code == .protocolError)
            #expect(took < .seconds(25))
        }
    }

    @Test func row23And25WrongKindsAndReferencesEndTheConnection() async throws {
        let answers = [
            YAZOracle.presentResponse(reference: "2", records: [Self.record]),
            YAZOracle.searchResponse(reference: "1", records: []),
            YAZOracle.searchResponse(reference: nil, records: []),
            YAZOracle.initResponse(reference: "2"),
        ]
        for answer in answers {
            let (code, _) = try await self.searchError { peer in
                _ = try await peer.receive()
                try await peer.send(answer)
                try await peer.waitForClose()
            }
            #expect(code == .protocolError)
        }
    }

    @Test func row25AnExtraAnswerNeverReachesTheNextSearch() async throws {
        try await MisbehavingServer { peer in
            try await Self.greet(&peer)
            _ = try await peer.receive()
            let answer = YAZOracle.searchResponse(hits: 1, reference: "2", records: [])
            let stray = YAZOracle.searchResponse(hits: 99, reference: "3", records: [])
            try await peer.send(answer + stray)
            while let request = try await peer.receive() {
                let reference = YAZOracle.referenceID(request)
                try await peer.send(YAZOracle.searchResponse(hits: 3, reference: reference, records: []))
            }
        }.run { port in
            let connection = try await Z3950Connection.connect(to: Self.endpoint(port), deadline: .now + .seconds(30))
            let first = try await connection.search(Self.search, deadline: .now + .seconds(30))
            #expect(first.resultCount == 1)
            await #expect(throws: Z3950Error.self) {
                let second = try await connection.search(Self.search, deadline: .now + .seconds(30))
                #expect(second.resultCount != 99)
            }
            #expect(!connection.isUsable)
        }
    }

    @Test func row11And12SlowRecordsKeepWhatCame() async throws {
        let slow = try await self.retrieval(within: .seconds(3)) { peer, number, reference in
            if number == 1 {
                let five = Array(repeating: Self.record, count: 5)
                try await peer.send(YAZOracle.presentResponse(reference: reference, records: five))
            } else {
                let answer = YAZOracle.presentResponse(reference: reference, records: [Self.record])
                try await peer.dribble(answer, pause: .milliseconds(200))
            }
        }
        #expect(slow.resultCount == 10)
        #expect(slow.items.count == 5)
        #expect(slow.error?.code == .presentTimeout)
    }

    @Test func row15AClosedConnectionKeepsWhatCame() async throws {
        let cut = try await self.retrieval { peer, number, reference in
            guard number == 1 else { throw Z3950Error(.closed) }
            let five = Array(repeating: Self.record, count: 5)
            try await peer.send(YAZOracle.presentResponse(reference: reference, records: five))
        }
        #expect(cut.items.count == 5)
        #expect(cut.error?.code == .closed)
    }

    @Test func row30HitsWithoutRecordsStopAfterOneTry() async throws {
        let requests = Counter()
        let empty = try await self.retrieval { peer, _, reference in
            requests.increment()
            try await peer.send(YAZOracle.presentResponse(reference: reference, records: []))
        }
        #expect(empty.resultCount == 10)
        #expect(empty.items.isEmpty)
        #expect(empty.error?.code == .shortPresent)
        #expect(requests.value == 1)
    }

    @Test func row31OneRecordAtATimeWorks() async throws {
        let single = try await self.retrieval { peer, _, reference in
            try await peer.send(YAZOracle.presentResponse(reference: reference, records: [Self.record]))
        }
        #expect(single.items.count == 10)
        #expect(single.error == nil)
    }

    @Test func row32MoreRecordsThanAskedAreCounted() async throws {
        let generous = try await self.retrieval { peer, _, reference in
            let seven = Array(repeating: Self.record, count: 7)
            try await peer.send(YAZOracle.presentResponse(reference: reference, records: seven))
        }
        #expect(generous.items.count == 10)
        #expect(generous.surplus == 4)
    }

    @Test func row33SurrogatesKeepTheirPlaces() async throws {
        let mixed = try await self.retrieval { peer, _, reference in
            let records = [Self.record, ("diagnostic", []), Self.record, Self.record, ("diagnostic", [])]
            try await peer.send(YAZOracle.presentResponse(reference: reference, records: records))
        }
        let places = mixed.items.indices.filter { place in
            if case .diagnostic = mixed.items[place] { true } else { false }
        }
        #expect(places == [1, 4, 6, 9])
    }

    @Test func row16AConnectionClosedWhileIdleIsReplacedUnseen() async throws {
        try await MisbehavingServer { peer in
            try await Self.greet(&peer)
            try await Self.answerSearch(&peer, hits: 4)
        }.run { port in
            let pool = Z3950Pool(endpoint: Self.endpoint(port), limits: .init(maximumConnections: 1))
            for _ in 0..<5 {
                let response = try await pool.withConnection(deadline: .now + .seconds(30)) {
                    connection throws(Z3950Error) in
                    try await connection.search(Self.search, deadline: .now + .seconds(30))
                }
                #expect(response.resultCount == 4)
            }
            await pool.shutdown()
        }
    }

    @Test func row16AConnectionClosedOnReuseIsReplacedOnce() async throws {
        let accepted = Counter()
        try await MisbehavingServer { peer in
            accepted.increment()
            try await Self.greet(&peer)
            try await Self.answerSearch(&peer, hits: 4)
            _ = try await peer.receive()
        }.run { port in
            let pool = Z3950Pool(endpoint: Self.endpoint(port), limits: .init(maximumConnections: 1))
            for _ in 0..<3 {
                let response = try await pool.withConnection(deadline: .now + .seconds(30)) {
                    connection throws(Z3950Error) in
                    try await connection.search(Self.search, deadline: .now + .seconds(30))
                }
                #expect(response.resultCount == 4)
            }
            #expect(accepted.value == 3)
            await pool.shutdown()
        }
    }

    /// What a pool makes of a target whose first connection follows `first`, and whose others are good.
    private func pooledRetrieval(
        _ first: @escaping @Sendable (inout Peer) async throws -> Void
    ) async throws -> (Retrieval, connections: Int) {
        let accepted = Counter()
        let server = MisbehavingServer { peer in
            accepted.increment()
            try await Self.greet(&peer)
            if accepted.value == 1 { try await first(&peer) } else { try await Self.serve(&peer, hits: 10) }
        }
        return try await server.run { port in
            let pool = Z3950Pool(endpoint: Self.endpoint(port))
            let retrieval = try await pool.retrieve(Self.search, count: 10, chunk: 5, deadline: .now + .seconds(30))
            await pool.shutdown()
            return (retrieval, accepted.value)
        }
    }

    /// Answers searches, and each present with five records.
    private static func serve(_ peer: inout Peer, hits: Int, presents: Int = .max) async throws {
        try await Self.answerSearch(&peer, hits: hits)
        var served = 0
        while served < presents, let request = try await peer.receive() {
            let five = Array(repeating: Self.record, count: 5)
            let reference = YAZOracle.referenceID(request)
            try await peer.send(YAZOracle.presentResponse(reference: reference, records: five))
            served += 1
        }
    }

    @Test func row13And14AConnectionClosedBySearchingIsMadeGoodOnce() async throws {
        let (during, _) = try await self.pooledRetrieval { _ = try await $0.receive() }
        #expect(during.items.count == 10)
        let (after, connections) = try await self.pooledRetrieval { try await Self.answerSearch(&$0, hits: 10) }
        #expect(after.items.count == 10)
        #expect(after.error == nil)
        #expect(connections == 2)
    }

    @Test func row15TheRestIsAskedForAgainOnce() async throws {
        let (retrieval, connections) = try await self.pooledRetrieval {
            try await Self.serve(&$0, hits: 10, presents: 1)
        }
        #expect(retrieval.items.count == 10)
        #expect(retrieval.error == nil)
        #expect(connections == 2)
    }

    @Test func recordsOfAResultSetThatChangedAreNotMixed() async throws {
        let (retrieval, _) = try await self.pooledRetrieval { try await Self.serve(&$0, hits: 11, presents: 1) }
        #expect(retrieval.resultCount == 11)
        #expect(retrieval.items.count == 5)
        #expect(retrieval.error?.code == .closed)
    }

    @Test func aTargetThatHasClosedForAReasonIsLeftAlone() async throws {
        let error = await #expect(throws: Z3950Error.self) {
            try await self.pooledRetrieval { peer in
                _ = try await peer.receive()
                try await peer.send(YAZOracle.close(reason: 3, "too dear"))
                try await peer.waitForClose()
            }
        }
        #expect(error?.close?.reason == 3)
    }

    @Test func anErredConnectionIsNotUsedAgain() async throws {
        let accepted = Counter()
        try await MisbehavingServer { peer in
            accepted.increment()
            try await Self.greet(&peer)
            try await peer.waitForClose()
        }.run { port in
            let pool = Z3950Pool(endpoint: Self.endpoint(port), limits: .init(maximumConnections: 1))
            for _ in 0..<2 {
                let error = await #expect(throws: Z3950Error.self) {
                    try await pool.withConnection(deadline: .now + .seconds(30)) { connection throws(Z3950Error) in
                        try await connection.search(Self.search, deadline: .now + .seconds(1))
                    }
                }
                #expect(error?.code == .searchTimeout)
            }
            #expect(accepted.value == 2)
            #expect(pool.usage.connections == 0)
            await pool.shutdown()
        }
    }

    @Test func cancellingAConnectionAttemptEndsItAtOnce() async throws {
        try await MisbehavingServer { try await $0.waitForClose() }.run { port in
            let task = Task {
                try await Z3950Connection.connect(to: Self.endpoint(port), deadline: .now + .seconds(30))
            }
            try await Task.sleep(for: .milliseconds(50))
            let start = ContinuousClock.now
            task.cancel()
            let result = await task.result
            #expect(throws: Z3950Error(.cancelled)) { try result.get() }
            #expect(ContinuousClock.now - start < .seconds(15))
        }
    }
}

/// Counts across tasks.
final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { self.count.load(ordering: .sequentiallyConsistent) }

    func increment() {
        self.count.add(1, ordering: .sequentiallyConsistent)
    }
}
