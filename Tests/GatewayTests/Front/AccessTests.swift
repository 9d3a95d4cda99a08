import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

extension FrontTests {
    /// Keys, networks, proxies and rates.
    @Suite struct AccessTests {
        private static let key = "0123456789abcdef0123456789abcdef"
        private static let other = "another-key-of-good-length"
        private static let server = """
            trustedProxies: [127.0.0.0/8], keys: [{name: union, key: \(key)}, {name: other, key: \(other)}]
            """
        private static let campus = "campus: {targets: all, access: {networks: [192.0.2.0/24, '2001:db8::/32']}}"
        private static let databases = """
            keyed: {targets: all, access: {keys: [union]}}, \
            \(campus), \
            both: {targets: all, access: {networks: [192.0.2.0/24], keys: [union]}}, \
            either: {targets: all, access: {networks: [192.0.2.0/24], keys: [union], require: either}}
            """

        private func ask(
            _ gateway: RunningGateway,
            _ database: String,
            _ fields: [(String, String)]
        ) async throws -> HTTPClientResponse {
            var request = HTTPClientRequest(
                url: "http://127.0.0.1:\(gateway.port)/sru/\(database)?version=1.2&operation=searchRetrieve&query=a"
            )
            for (name, value) in fields { request.headers.add(name: name, value: value) }
            return try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        }

        static let cases: [(database: String, fields: [(String, String)], status: UInt)] = {
            let basic = Data("anybody:\(key)".utf8).base64EncodedString()
            let campus = ("X-Forwarded-For", "192.0.2.7")
            return [
                ("open", [], 200),
                ("open", [("X-API-Key", "wrong")], 401),
                ("keyed", [], 401),
                ("keyed", [("X-API-Key", key)], 200),
                ("keyed", [("Authorization", "Bearer \(key)")], 200),
                ("keyed", [("Authorization", "Basic \(basic)")], 200),
                ("keyed", [("Authorization", "Basic !!!")], 401),
                ("keyed", [("X-API-Key", key + "0")], 401),
                ("keyed", [("X-API-Key", String(key.dropLast()))], 401),
                ("keyed", [("X-API-Key", other)], 403),
                ("campus", [], 403),
                ("campus", [campus], 200),
                ("campus", [("X-Forwarded-For", "2001:db8::1")], 200),
                ("campus", [("X-Forwarded-For", "192.0.2.7, 198.51.100.1")], 403),
                ("campus", [("X-Forwarded-For", "198.51.100.1, 192.0.2.7, 127.0.0.9")], 200),
                ("campus", [("X-Forwarded-For", "192.0.2.7, nonsense")], 403),
                ("campus", [("Forwarded", "for=192.0.2.7")], 403),
                ("both", [campus], 401),
                ("both", [("X-API-Key", key)], 403),
                ("both", [campus, ("X-API-Key", key)], 200),
                ("either", [], 401),
                ("either", [campus], 200),
                ("either", [("X-API-Key", key)], 200),
                ("%6beyed", [], 401),
            ]
        }()

        @Test func aDatabaseIsOpenToThoseItIsMeantFor() async throws {
            try await FrontTests.withGateway(Self.server, databases: Self.databases) { gateway in
                for (database, fields, status) in Self.cases {
                    let response = try await self.ask(gateway, database, fields)
                    let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
                    let expected = database.contains("%") ? [404, 401] : [status]
                    #expect(expected.contains(response.status.code), "\(database) \(fields)")
                    guard status != 200 else { continue }
                    #expect(!text.contains("<numberOfRecords>1"))
                    if response.status.code != 404 { #expect(text.contains("info:srw/diagnostic/1/3"), "\(text)") }
                    #expect((response.status.code == 401) == !response.headers["WWW-Authenticate"].isEmpty)
                    #expect(!text.contains(Self.key))
                }
            }
        }

        @Test func theHeaderOfTheStandardIsReadWhereConfigured() async throws {
            let server = "trustedProxies: [127.0.0.1], forwardedHeader: forwarded"
            try await FrontTests.withGateway(server, databases: Self.campus) { gateway in
                let header = "for=198.51.100.1, by=1.2.3.4;For=\"192.0.2.43:4711\";proto=http"
                let standard = try await self.ask(gateway, "campus", [("Forwarded", header)]).status.code
                #expect(standard == 200)
                let six = "for=\"[2001:db8:cafe::17]:4711\""
                let version6 = try await self.ask(gateway, "campus", [("Forwarded", six)]).status.code
                #expect(version6 == 200)
                let usual = try await self.ask(gateway, "campus", [("X-Forwarded-For", "192.0.2.7")]).status.code
                #expect(usual == 403)
            }
        }

        @Test func nobodyElseIsBelievedForWhomHeAsks() async throws {
            try await FrontTests.withGateway("", databases: Self.campus) { gateway in
                let usual = try await self.ask(gateway, "campus", [("X-Forwarded-For", "192.0.2.7")]).status.code
                #expect(usual == 403)
            }
        }

        @Test func theAddressesForOperatorsAskForNoKeyOfClients() async throws {
            try await FrontTests.withGateway(Self.server) { gateway in
                for path in ["/healthz", "/readyz", "/metrics", "/status", "/status.json"] {
                    try await RawClient.connected(to: gateway.port) { client in
                        try await client.get(path, "Authorization: Bearer a-token-of-the-operators\r\n")
                        #expect(try await client.answer().status == 200, "\(path)")
                    }
                }
            }
        }

        @Test func whoAsksTooOftenIsToldWhenToComeBack() async throws {
            let server = """
                rate: {perSecond: 0.1, burst: 2}, trustedProxies: [127.0.0.1], \
                keys: [{name: fast, key: \(Self.key)}, {name: slow, key: \(Self.other), rate: {perSecond: 0.1, burst: 1}}]
                """
            try await FrontTests.withGateway(server) { gateway in
                func statuses(_ count: Int, _ fields: [(String, String)]) async throws -> [UInt] {
                    var statuses: [UInt] = []
                    for _ in 0..<count {
                        let response = try await self.ask(gateway, "open", fields)
                        statuses.append(response.status.code)
                        guard response.status == .tooManyRequests else { continue }
                        let wait = response.headers.first(name: "Retry-After").flatMap { Int($0) } ?? 0
                        #expect((5...10).contains(wait))
                    }
                    return statuses
                }
                let first = try await gateway.get("/healthz")
                #expect(first.status == 200)
                let reader = [("X-Forwarded-For", "192.0.2.1")]
                #expect(try await statuses(4, reader) == [200, 200, 429, 429])
                #expect(try await statuses(1, [("X-Forwarded-For", "192.0.2.2")]) == [200])
                #expect(try await statuses(4, reader + [("X-API-Key", Self.key)]) == [200, 200, 200, 200])
                #expect(try await statuses(2, reader + [("X-API-Key", Self.other)]) == [200, 429])
                #expect(try await gateway.get("/healthz").status == 200)
            }
        }
    }
}
