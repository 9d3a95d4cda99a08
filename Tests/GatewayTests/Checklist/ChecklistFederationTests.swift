import CQL
import Federation
import MARC
import NIOCore
import NIOPosix
import SRU
import TestSupport
import Testing
import XML

extension GatewayTests {
    @Suite struct ChecklistFederationTests {
        /// A gateway over changed libraries.
        private func withChecklist(
            _ configuration: Configuration,
            _ body: (Checklist) async throws -> Void
        ) async throws {
            try await withGateway(configuration) { gateway in
                let list = Checklist(gateway: gateway)
                try await body(list)
                try await list.expectValidAnswers()
            }
        }

        @Test("F01") func aDeadTargetCostsOnlyItsOwnRecords() async throws {
            var configuration = try await Configuration.demo
            configuration.move("hue", toPort: try freePort())
            try await self.withChecklist(configuration) { list in
                for version in SRUVersion.allCases {
                    let answer = try await list.search(Checklist.many, ["maximumRecords": "2"], version: version)
                    try answer.expectNoDiagnostics()
                    #expect(try answer.recordElements.count == 2)
                    #expect(try answer.words()["hue"] == "refused")
                    let precision = try answer.response().resultCountPrecision
                    #expect(precision == (version == .v2_0 ? .minimum : nil))
                }
            }
        }

        @Test("F02") func whenAllAreDeadTheAnswerIsTheirError() async throws {
            let port = try freePort()
            var configuration = try await Configuration.demo
            for code in DemoLibraries.codes { configuration.move(code, toPort: port) }
            try await self.withChecklist(configuration) { list in
                for version in [SRUVersion.v1_2, .v2_0] {
                    try await list.search(Checklist.title, version: version).expectDiagnostic([1, 2])
                }
            }
        }

        @Test("F03") func aSlowTargetIsLateAtTheDeadline() async throws {
            try await withHangingServer { port in
                var configuration = try await Configuration.demo
                configuration.server.deadline = .seconds(2)
                configuration.move("qtr", toPort: port)
                try await self.withChecklist(configuration) { list in
                    let began = ContinuousClock.now
                    let answer = try await list.search(Checklist.title, version: .v2_0)
                    #expect(ContinuousClock.now - began < .seconds(2) + OutageTests.margin)
                    #expect(try answer.recordElements.isEmpty == false)
                    #expect(try answer.words()["qtr"] == "late")
                    #expect(try answer.response().resultCountPrecision == .minimum)
                }
            }
        }

        @Test("F04") func aTargetThatCannotExpressTheQueryIsNamed() async throws {
            var configuration = try await Configuration.demo
            for index in configuration.targets.indices {
                guard case .sru(var access) = configuration.targets[index].access else { continue }
                access.indexNames[.publisher] = nil
                configuration.targets[index].access = .sru(access)
            }
            var alone = configuration.databases[0]
            alone.name = "tha"
            alone.targets = ["tha"]
            configuration.databases.append(alone)
            try await self.withChecklist(configuration) { list in
                let answer = try await list.search("dc.publisher = học", ["maximumRecords": "2"])
                try answer.expectNoDiagnostics()
                #expect(try answer.recordElements.count == 2)
                #expect(try answer.words()["tha"] == "notExpressible")
                try await list.search("dc.publisher = học", database: "tha").expectDiagnostic([16, 19, 22])
                let explain = try await list.get([("operation", "explain"), ("version", "1.2")], database: "tha")
                let names = try explain.explainRecord().first("indexInfo")?.all("index").flatMap { $0.all("map") }
                #expect(names?.contains { $0.text == "publisher" } == false)
            }
        }

        @Test("F05") func aRecordThatCannotBeReadHasItsPlace() async throws {
            try await withServer(of: Self.twoOfThree) { port in
                var configuration = try await Configuration.demo
                configuration.move("tha", toPort: port)
                configuration.databases[0].targets = ["tha", "hue"]
                try await self.withChecklist(configuration) { list in
                    let answer = try await list.search(Checklist.title, ["maximumRecords": "50"])
                    let records = try answer.response().records
                    #expect(records.map(\.position) == Array(1...records.count))
                    let surrogates = records.filter { $0.schema == "info:srw/schema/1/diagnostics-v1.1" }
                    #expect(surrogates.count == 1)
                    guard case .diagnostic(let diagnostic) = surrogates.first?.data else {
                        Issue.record("no surrogate")
                        return
                    }
                    #expect([64, 65, 67].contains(diagnostic.number))
                    #expect(diagnostic.details?.hasPrefix("tha") == true)
                    // Who does not bear them sees readable records only, and the number of the others.
                    let parameters: KeyValuePairs = ["maximumRecords": "50", "x-partial-diagnostics": "0"]
                    let without = try await list.search(Checklist.title, parameters)
                    #expect(!without.text.contains("info:srw/diagnostic"))
                    #expect(try without.recordElements.count == records.count - 1)
                    #expect(try without.targets()["tha"]?.attribute("unreadable") == "1")
                }
            }
        }

        @Test("F06") func pagingIsStableWhateverTheSpeed() async throws {
            var configuration = try await Configuration.demo
            configuration.server.resultSets.window = 10
            try await self.withChecklist(configuration) { list in
                var passes: [[String]] = []
                for _ in 0..<2 {
                    var numbers: [String] = []
                    var next: String? = "1"
                    while let start = next {
                        let window: KeyValuePairs = ["startRecord": start, "maximumRecords": "20"]
                        let answer = try await list.search(Checklist.many, window)
                        numbers += try answer.records().compactMap(\.controlNumber)
                        next = try answer.text("nextRecordPosition")
                    }
                    passes.append(numbers)
                }
                #expect(passes[0] == passes[1])
                #expect(Set(passes[0]).count == passes[0].count && passes[0].count > 100)
            }
        }

        @Test("F07") func aClientMayAskForTheDiagnostics() async throws {
            var configuration = try await Configuration.demo
            configuration.move("hue", toPort: try freePort())
            try await self.withChecklist(configuration) { list in
                let parameters: KeyValuePairs = ["maximumRecords": "2", "x-partial-diagnostics": "1"]
                for version in SRUVersion.allCases {
                    let answer = try await list.search(Checklist.many, parameters, version: version)
                    #expect(try answer.diagnostics() == [59])
                    #expect(try answer.response().diagnostics.first?.details?.contains("hue: refused") == true)
                    #expect(try answer.recordElements.count == 2)
                }
            }
        }

        @Test("F08") func analysisAndFacetsOfEachTargetAreGivenOnRequest() async throws {
            try await self.withChecklist(.demo) { list in
                let parameters: KeyValuePairs = [
                    "maximumRecords": "1", "facetLimit": "5:dc.subject", "x-facetsOf": "targets", "x-analysis": "1",
                ]
                let answer = try await list.search(Checklist.many, parameters, version: .v2_0)
                let sources = try #require(try answer.root.first("facetedResults")).all("datasource")
                #expect(sources.count == DemoLibraries.codes.count)
                let analysis = try #require(try answer.root.first("searchResultAnalysis")).all("datasource")
                #expect(analysis.count == DemoLibraries.codes.count)
            }
        }

        /// An answer with two good records and a damaged one between them.
        private static let twoOfThree = """
            <zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/"><zs:version>1.2</zs:version>\
            <zs:numberOfRecords>3</zs:numberOfRecords><zs:records>\
            \(["1", nil, "3"].map(record).joined())</zs:records></zs:searchRetrieveResponse>
            """

        private static func record(_ number: String?) -> String {
            let fields = number.map { number in
                """
                <record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 i 4500</leader>\
                <controlfield tag="001">X\(number)</controlfield><datafield tag="245" ind1="0" ind2="0">\
                <subfield code="a">Truyện Kiều, bản \(number)</subfield></datafield></record>
                """
            }
            let data = fields ?? "<nothing xmlns=\"urn:nothing\"/>"
            return """
                <zs:record><zs:recordSchema>marcxml</zs:recordSchema><zs:recordPacking>xml</zs:recordPacking>\
                <zs:recordData>\(data)</zs:recordData></zs:record>
                """
        }
    }
}

/// Runs a web server that answers every request with one document.
private func withServer(of document: String, _ body: (Int) async throws -> Void) async throws {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(OneAnswer(document: document))
            }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    do {
        try await body(server.localAddress?.port ?? 0)
    } catch {
        try await server.close()
        throw error
    }
    try await server.close()
}

/// Answers whatever comes, and closes.
private final class OneAnswer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let document: String

    init(document: String) {
        self.document = document
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: \(self.document.utf8.count)\r\n"
        let answer = ByteBuffer(string: head + "Connection: close\r\n\r\n" + self.document)
        context.writeAndFlush(self.wrapOutboundOut(answer), promise: nil)
        context.close(promise: nil)
    }
}
