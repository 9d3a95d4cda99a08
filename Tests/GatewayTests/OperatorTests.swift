import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

extension GatewayTests {
    /// What operators see: metrics, status, logs, names of requests.
    @Suite struct OperatorTests {
        private static func response(
            _ gateway: RunningGateway,
            _ path: String,
            _ headers: HTTPHeaders = [:]
        ) async throws -> (headers: HTTPHeaders, text: String) {
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(gateway.port)\(path)")
            request.headers = headers
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
            let body = try await response.body.collect(upTo: 1 << 20)
            return (response.headers, String(buffer: body))
        }

        /// The samples of a metrics text by name and labels; every line has to be one.
        private static func samples(_ text: String) throws -> [String: Double] {
            var samples: [String: Double] = [:]
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                let form = #/([a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})?) ([0-9.e+-]+)/#
                let match = try #require(line.wholeMatch(of: form), "\(line)")
                #expect(samples.updateValue(try #require(Double(match.2)), forKey: String(match.1)) == nil, "\(line)")
            }
            return samples
        }

        @Test func metricsCountRequestsAndTargetsAndNeverTellWhatWasSearched() async throws {
            let libraries = try await DemoLibraries.running()
            try await withGateway(.demo) { gateway in
                try await libraries.withStopped(["hue"]) {
                    _ = try await gateway.search("dc.title = \"truyện kiều\"")
                    _ = try await gateway.search("dc.title = \"truyện kiều\"", ["startRecord": "2"])
                }
                _ = try await gateway.explain()
                _ = try await gateway.search("dc.colour = red")
                let (headers, text) = try await Self.response(gateway, "/metrics")
                #expect(headers.first(name: "Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
                let samples = try Self.samples(text)
                let expected: [String: Double] = [
                    "lienthong_requests_total{operation=\"searchRetrieve\",outcome=\"partial\"}": 2,
                    "lienthong_requests_total{operation=\"searchRetrieve\",outcome=\"rejected\"}": 1,
                    "lienthong_requests_total{operation=\"explain\",outcome=\"complete\"}": 1,
                    "lienthong_request_duration_seconds_count": 4,
                    "lienthong_request_duration_seconds_bucket{le=\"+Inf\"}": 4,
                    "lienthong_target_requests_total{target=\"nlv\",op=\"search\",outcome=\"ok\"}": 1,
                    "lienthong_target_requests_total{target=\"hue\",op=\"search\",outcome=\"refused\"}": 1,
                    "lienthong_target_breaker_state{target=\"hue\"}": 0,
                    "lienthong_resultset_hits_total{tier=\"memory\"}": 1,
                    "lienthong_resultsets": 1,
                    "lienthong_retries_total": 0,
                ]
                for (name, value) in expected { #expect(samples[name] == value, "\(name)") }
                #expect(try #require(samples["lienthong_target_records_total{target=\"nlv\",result=\"ok\"}"]) > 0)
                for name in [
                    "process_resident_memory_bytes", "process_open_fds", "process_cpu_seconds_total",
                    "lienthong_memory_bytes{state=\"allocated\"}", "lienthong_memory_bytes{state=\"resident\"}",
                ] {
                    #expect(try #require(samples[name]) > 0, "\(name)")
                }
                for word in ["truyện", "kiều", "colour", "127.0.0.1"] { #expect(!text.contains(word)) }
            }
        }

        @Test func theStatusNamesTheIllLibraryAndWhy() async throws {
            struct Status: Decodable {
                struct Target: Decodable {
                    let id: String
                    let state: String
                    let failure: String?
                    let nextProbeSeconds: Int?
                    let hits: Int?
                }
                let version: String
                let targets: [Target]
            }
            let libraries = try await DemoLibraries.running()
            try await withGateway(.demo) { gateway in
                let before = try await Self.response(gateway, "/status.json")
                let unknown = try JSONDecoder().decode(Status.self, from: Data(before.text.utf8))
                #expect(unknown.targets.map(\.id) == DemoLibraries.codes)
                #expect(unknown.targets.allSatisfy { $0.state == "unknown" })
                try await libraries.withStopped(["hue"]) {
                    for query in ["kiều", "thơ", "truyện"] { _ = try await gateway.search(query) }
                }
                let after = try await Self.response(gateway, "/status", ["Accept": "application/json"])
                #expect(after.headers.first(name: "Content-Type") == "application/json")
                let status = try JSONDecoder().decode(Status.self, from: Data(after.text.utf8))
                let first = try #require(status.targets.first, "the ill one stands first")
                #expect(first.id == "hue" && first.state == "ill" && first.failure == "refused")
                #expect(try (0...6).contains(#require(first.nextProbeSeconds)))
                #expect(status.targets.dropFirst().allSatisfy { $0.state == "well" && $0.hits != nil })

                let english = try await Self.response(gateway, "/status", ["Accept-Language": "en-GB, vi;q=0.5"])
                #expect(english.headers.first(name: "Content-Type") == "text/html; charset=utf-8")
                #expect(english.text.contains("<html lang=\"en\">") && english.text.contains("1 of 7 libraries is ill"))
                #expect(english.text.contains("<code>refused</code>"))
                let vietnamese = try await Self.response(
                    gateway,
                    "/status",
                    ["Accept-Language": "vi-VN,vi;q=0.9,en;q=0.8"]
                )
                #expect(vietnamese.text.contains("<html lang=\"vi\">"))
                #expect(vietnamese.text.contains("1 trong 7 thư viện có sự cố"))
                for text in [after.text, english.text, vietnamese.text] {
                    #expect(!text.contains("kiều") && !text.contains("<script"))
                }
                #expect(try await Self.response(gateway, "/status.css").text.contains("prefers-color-scheme"))
                if try await ended("which", ["xmllint"]).code == 0 {
                    try await withTemporaryFolder { folder in
                        let file = folder.appending(path: "status.html")
                        try Data(english.text.utf8).write(to: file)
                        let checked = try await ended("xmllint", ["--html", "--noout", file.path])
                        let complaints = checked.errors.split(separator: "\n").filter { $0.contains("error :") }
                        // The parser of libxml2 knows HTML 4 only.
                        #expect(
                            complaints.allSatisfy { $0.contains("Tag ") && $0.contains(" invalid") },
                            "\(complaints)"
                        )
                    }
                }
            }
        }

        @Test func aRequestHasANameThatItsAnswerTells() async throws {
            let gateway = try RunningGateway.shared
            let named = try await Self.response(gateway, "/sru/demo", ["X-Request-Id": "order-66"])
            #expect(named.headers.first(name: "X-Request-Id") == "order-66")
            let odd = try await Self.response(gateway, "/nowhere", ["X-Request-Id": "a b"])
            #expect(odd.headers.first(name: "X-Request-Id")?.count == 16)
        }

        @Test(
            .enabled(if: Programs.haveLienthong, "the program lienthong is not built beside the tests"),
            arguments: [false, true]
        )
        func theLogHasALineForARequestAndForEachTargetThatFailed(_ logsQueries: Bool) async throws {
            struct Line: Decodable {
                let time: String
                let level: String
                let message: String
                let request: String?
                let operation: String?
                let outcome: String?
                let failed: String?
                let target: String?
                let query: String?
            }
            let libraries = try await DemoLibraries.running()
            let text = try String(contentsOfFile: libraries.targetsFile, encoding: .utf8)
                .replacing("port: 8210", with: "port: 8210\n  deadline: 30s\n  logQueries: \(logsQueries)")
            try await libraries.withStopped(["hue"]) {
                let code = try await withServedProcess(text, ["--log-format", "json"]) { process in
                    let headers: HTTPHeaders = ["X-Request-Id": "trace-1"]
                    _ = try await Self.response(process.gateway, "/sru/demo?query=ki%E1%BB%81u", headers)
                    _ = await process.log.line(with: "target failed")
                    let lines = try await process.log.lines.map {
                        try JSONDecoder().decode(Line.self, from: Data($0.utf8))
                    }
                    let request = try #require(lines.first { $0.message == "request" })
                    #expect(request.request == "trace-1" && request.operation == "searchRetrieve")
                    #expect(request.outcome == "partial" && request.failed == "hue:refused")
                    #expect(request.query == (logsQueries ? "kiều" : nil))
                    let failure = try #require(lines.first { $0.message == "target failed" })
                    #expect(failure.request == "trace-1" && failure.target == "hue" && failure.outcome == "refused")
                    let log = await process.log.lines.joined()
                    #expect(log.contains("kiều") == logsQueries)
                    #expect(!log.contains("ki%E1"))
                }
                #expect(code == 0)
            }
        }

        @Test(.enabled(if: Programs.haveLienthong, "the program lienthong is not built beside the tests"))
        func theHistorySurvivesARestartAndTheTerminalShowsIt() async throws {
            let libraries = try await DemoLibraries.running()
            try await withTemporaryFolder { folder in
                let history = folder.appending(path: "history.sqlite").path
                let text = try String(contentsOfFile: libraries.targetsFile, encoding: .utf8)
                    .replacing("port: 8210", with: "port: 8210\n  deadline: 30s\n  history: \(history)")
                let first = try await withServedProcess(text) { process in
                    let answer = try await process.gateway.search("kiều")
                    #expect(answer.status == 200)
                }
                #expect(first == 0)
                let second = try await withServedProcess(text) { process in
                    var table = ""
                    while !table.contains("100 %") {
                        let address = "http://127.0.0.1:\(process.gateway.port)"
                        table = try await ended(Programs.lienthong, ["targets", "status", "--url", address]).output
                        if !table.contains("id") { break }
                    }
                    #expect(table.contains(#/nlv +well +\S+.* 100 % +100 % +100 %/#), "\(table)")
                }
                #expect(second == 0)
            }
        }
    }
}
