import AsyncHTTPClient
import NIOHTTP1
import SRU
import Testing
import XML

extension GatewayTests {
    /// What a client is told when its request is wrong.
    @Suite struct DiagnosticTests {
        /// A wrong request, and the number and details that must come back.
        struct Wrong: Sendable, CustomTestStringConvertible {
            let parameters: [(String, String)]
            let number: Int
            let details: String?

            init(_ parameters: KeyValuePairs<String, String>, _ number: Int, _ details: String?) {
                self.parameters = parameters.map { ($0, $1) }
                self.number = number
                self.details = details
            }

            var isScan: Bool { self.parameters.contains { $0.0 == "scanClause" } }

            var testDescription: String { SRUParameters(self.parameters).encoded() }
        }

        static let wrong = [
            Wrong(["query": "dc.title ="], 10, nil),
            Wrong(["query": "dc.title = \"truyện"], 14, "11"),
            Wrong(["query": "(truyện"], 13, nil),
            Wrong(["query": "dc.colour = red"], 16, "dc.colour"),
            Wrong(["query": "paint.colour = red"], 15, "paint"),
            Wrong(["query": "dc.title resembles kiều"], 19, "resembles"),
            Wrong(["query": "kiều", "recordSchema": "bibtex"], 66, "bibtex"),
            Wrong(["query": "kiều", "version": "7.1"], 5, "2.0"),
            Wrong(["query": "kiều", "version": "1.0", "operation": "searchRetrieve"], 5, "2.0"),
            Wrong(["operation": "delete", "version": "1.2"], 4, "delete"),
            Wrong(
                ["operation": "scan", "version": "1.2", "scanClause": "dc.title = a and dc.title = b"],
                48,
                "boolean"
            ),
            Wrong(["operation": "scan", "version": "1.2", "scanClause": "cql.resultSetId = a"], 16, nil),
            Wrong(["operation": "scan", "version": "1.2", "scanClause": "dc.title = a*"], 28, "a*"),
            Wrong(["scanClause": "dc.title = a", "responsePosition": "200"], 120, "200"),
            Wrong(["operation": "searchRetrieve", "version": "1.2"], 7, "query"),
            Wrong(["query": "kiều", "colour": "red"], 8, "colour"),
            Wrong(["query": "kiều", "maximumRecords": "many"], 6, "maximumRecords"),
            Wrong(["query": "kiều", "startRecord": "0"], 6, "startRecord"),
            Wrong(["query": "kiều", "recordXMLEscaping": "json"], 71, nil),
            Wrong(["query": "dc.title = \"truyện kiều\"", "startRecord": "100000"], 61, "100000"),
            Wrong(["query": "dc.title = kiều sortBy dc.publisher"], 80, "dc.publisher"),
            Wrong(["query": "dc.title = kiều sortBy dc.date/sort.respectCase"], 91, nil),
            Wrong(["query": "dc.title = kiều sortBy dc.date/sort.missingLow"], 92, "missingLow"),
            Wrong(["query": "dc.title = kiều sortBy dc.date", "sortKeys": "title"], 96, nil),
            Wrong(["query": "dc.title = kiều", "sortKeys": "colour"], 88, "colour"),
            Wrong(["query": "dc.title = kiều", "sortKeys": "publisher"], 88, "publisher"),
            Wrong(["query": "dc.title = kiều", "sortKeys": "title,paint"], 87, "paint"),
            Wrong(["query": "dc.title = kiều", "sortKeys": "title,dc,up"], 90, "up"),
            Wrong(["query": "dc.title = kiều", "sortKeys": "title,dc,1,1"], 91, nil),
            Wrong(["query": "dc.title = kiều", "sortKeys": "title,dc,1,0,omit"], 92, "missingOmit"),
            Wrong(["query": "kiều", "stylesheet": "http://example.org/a.xsl"], 110, nil),
            Wrong(["query": "kiều and cql.resultSetId = nosuchset"], 51, "nosuchset"),
            Wrong(["query": "cql.resultSetId > nosuchset"], 22, nil),
            Wrong(["query": "kiều prox cql.resultSetId = nosuchset"], 55, nil),
            Wrong(["query": "...", "queryType": "searchTerms"], 27, nil),
            Wrong(["query": "cql.resultSetId = nosuchset"], 51, "nosuchset"),
        ]

        @Test(arguments: wrong) func aWrongRequestIsToldWhatIsWrongWithIt(_ wrong: Wrong) async throws {
            let gateway = try RunningGateway.shared
            let answer = try await gateway.get("/sru/demo?" + SRUParameters(wrong.parameters).encoded())
            #expect(answer.status == 200)
            let root = try answer.element()
            let response = try answer.response()
            #expect(root.name.local == (wrong.isScan ? "scanResponse" : "searchRetrieveResponse"))
            #expect(response.diagnostics.map(\.number) == [wrong.number], "\(answer.text)")
            if let details = wrong.details { #expect(response.diagnostics.first?.details == details) }
            #expect(response.diagnostics.first?.message?.isEmpty == false)
            #expect(response.records.isEmpty)
        }

        @Test func theSyntaxErrorNamesItsPlace() async throws {
            let answer = try await RunningGateway.shared.search("kiều and and and")
            let diagnostic = try #require(try answer.response().diagnostics.first)
            #expect(diagnostic.number == 10)
            #expect(try #require(diagnostic.details).contains(/[0-9]/), "\(diagnostic)")
        }

        @Test(arguments: SRUVersion.allCases) func anUnknownDatabaseIsNotFound(_ version: SRUVersion) async throws {
            let gateway = try RunningGateway.shared
            let paths = ["/sru/nothere?query=a", "/sru/\(version.rawValue)/nothere", "/sru/nothere"]
            for path in paths {
                let answer = try await gateway.get(path)
                #expect(answer.status == 404)
                #expect(try answer.diagnostics() == [235])
                #expect(try answer.response().diagnostics.first?.details == "nothere")
                #expect(answer.text.contains("demo"), "the databases that exist are named")
            }
        }

        @Test(arguments: ["query=%ZZ", "query=%C3", "query=%E1%BB", "query=a%00b", "query=%"])
        func badPercentEncodingIsABadRequest(_ query: String) async throws {
            let gateway = try RunningGateway.shared
            // Sent by curl, because other clients mend such a URL.
            let result = try await ended("curl", ["-sw", "%{http_code}", "\(gateway.url)?\(query)"])
            #expect(result.output.hasSuffix("400"), "\(result.output)")
            #expect(try await gateway.post(query, type: "application/x-www-form-urlencoded").status == 400)
        }

        @Test(arguments: ["", "<", "<query>a</query>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"])
        func whatIsNoEnvelopeGetsAFault(_ body: String) async throws {
            let answer = try await RunningGateway.shared.post(body, type: "text/xml")
            #expect(answer.status == 500)
            #expect(answer.contentType.hasPrefix("text/xml"))
            #expect(try answer.element().name.local == "Fault")
            #expect(try answer.element().first("faultcode")?.text.hasSuffix(":Client") == true)
        }

        @Test func aRequestThatIsTooLargeIsRefused() async throws {
            let body = "query=" + String(repeating: "a", count: 2 << 20)
            let answer = try await RunningGateway.shared.post(body, type: "application/x-www-form-urlencoded")
            #expect(answer.status == 413)
        }

        @Test func otherMethodsAreNotAllowed() async throws {
            let gateway = try RunningGateway.shared
            for method in ["DELETE", "PUT", "PATCH"] {
                var request = HTTPClientRequest(url: gateway.url)
                request.method = .RAW(value: method)
                #expect(try await gateway.send(request).status == 405)
            }
            var request = HTTPClientRequest(url: gateway.url)
            request.method = .HEAD
            let answer = try await gateway.send(request)
            #expect(answer.status == 200 && answer.bytes.isEmpty)
        }

        @Test func theEndpointOfOneVersionSpeaksOnlyThatVersion() async throws {
            let gateway = try RunningGateway.shared
            let search = "query=dc.title%3Dki%E1%BB%81u&operation=searchRetrieve&version="
            #expect(try await gateway.get("/sru/1.1/demo?\(search)1.1").response().version == .v1_1)
            #expect(try await gateway.get("/sru/1.2/demo?\(search)1.2").response().version == .v1_2)
            #expect(try await gateway.get("/sru/2.0/demo?query=dc.title%3Dki%E1%BB%81u").response().version == .v2_0)
            #expect(try await gateway.get("/sru/1.1/demo?\(search)2.0").diagnostics() == [5])
        }
    }
}
