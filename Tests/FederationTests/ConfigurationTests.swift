import CQL
import Federation
import MARC
import SRU
import Testing
import Z3950

/// `targets.yml` is read strictly: what is wrong is told with its place and what was expected.
struct ConfigurationTests {
    static let good = """
        server:
          port: 9000
          deadline: 2500ms
        databases:
          union:
            titles: {vi: Mục lục liên hợp, en: Union catalogue}
            targets: [nlv, hue]
        targets:
          - id: nlv
            name: Thư viện Quốc gia
            protocol: z3950
            host: 127.0.0.1
            port: 7310
            database: nlv
            charset: {records: tcvn3, queries: tcvn3}
            normalization: nfd
            indexes: {title: "1=4,4=1", isbn: none}
            authentication: {style: idpass, user: u, password: "${SECRET}"}
          - id: hue
            protocol: sru
            url: http://127.0.0.1:7316/hue
            version: "1.2"
            method: soap
        """

    @Test func aGoodFileIsUnderstood() throws {
        let configuration = try Configuration.parse(Self.good, environment: ["SECRET": "s3cret"])
        #expect(configuration.server.port == 9000)
        #expect(configuration.server.deadline == .milliseconds(2500))
        #expect(configuration.databases.map(\.name) == ["union"])
        #expect(configuration.databases[0].title == "Union catalogue")
        let target = configuration.targets[0]
        #expect(target.queryEncoding == .tcvn3)
        #expect(target.queryForm == .nfd)
        guard case .z3950(let access) = target.access else {
            Issue.record("expected a Z39.50 target")
            return
        }
        #expect(access.attributes.indexes[.isbn] == nil)
        #expect(access.attributes.indexes[.title]?.first?.count == 2)
        #expect(access.endpoint.authentication == .idPass(user: "u", group: nil, password: "s3cret"))
        guard case .sru(let sru) = configuration.targets[1].access else {
            Issue.record("expected an SRU target")
            return
        }
        #expect(sru.endpoint.version == .v1_2)
        #expect(sru.endpoint.method == .soap)
    }

    /// What is replaced in the good file, and what must then be told.
    static let mistakes: [(String, String, String)] = [
        ("port: 9000", "prot: 9000", "targets.yml:2:3: server: unknown key \"prot\" (did you mean \"port\"?)"),
        ("port: 9000", "port: ninety", "targets.yml:2:9: server.port: expected a whole number, found \"ninety\""),
        ("port: 9000", "port: 70000", "server.port: expected a number from 0 to 65535, found 70000"),
        ("2500ms", "soon", "server.deadline: expected a duration such as 500ms, 5s or 2m, found \"soon\""),
        (
            "[nlv, hue]", "[nlv, heu]",
            "targets.yml:7:20: databases.union.targets[1]: no target has the id \"heu\" (did you mean \"hue\"?)"
        ),
        ("[nlv, hue]", "[nlv, nlv]", "the target \"nlv\" is named twice"),
        ("targets: [nlv, hue]", "description: x", "the key \"targets\" is missing"),
        ("  - id: hue", "  - id: nlv", "two targets have the id \"nlv\""),
        ("  - id: hue", "  - id: Huế", "an id is made of a-z, 0-9 and '-'"),
        ("protocol: sru", "protocol: srv", "unknown value \"srv\"; expected one of: z3950, sru"),
        ("host: 127.0.0.1", "hosts: 127.0.0.1", "unknown key \"hosts\" (did you mean \"host\"?)"),
        ("host: 127.0.0.1", "hosts: 127.0.0.1", "the key \"host\" is missing: a host name or address"),
        ("records: tcvn3", "records: tcvn4", "charset.records: unknown value \"tcvn4\""),
        ("queries: tcvn3", "queries: automatic", "queries need one encoding"),
        ("title: \"1=4,4=1\"", "titel: \"1=4\"", "unknown index \"titel\" (did you mean \"title\"?)"),
        ("${SECRET}", "${OTHER}", "the environment variable OTHER is not set"),
        ("style: idpass", "style: basic", "Z39.50 knows open and idpass; basic is for SRU"),
        ("url: http://127.0.0.1:7316/hue", "url: 127.0.0.1", "expected a URL with http:// or https://"),
        ("method: soap", "method: put", "unknown value \"put\"; expected one of: get, post, soap"),
        ("method: soap", "tls: true", "unknown key \"tls\""),
        ("  port: 9000", "  port: 9000\n  port: 9001", "stands twice"),
        ("server:", "server: [", "not YAML"),
    ]

    @Test(arguments: Self.mistakes)
    func aMistakeIsToldWithItsPlace(mistake: (String, String, String)) throws {
        let text = Self.good.replacing(mistake.0, with: mistake.1, maxReplacements: 1)
        #expect(text != Self.good)
        let error = try #require(throws: ConfigurationError.self) {
            try Configuration.parse(text, environment: ["SECRET": "s3cret"])
        }
        #expect(error.description.contains(mistake.2), "\(error)")
        #expect(!error.description.contains("s3cret"))
        for problem in error.problems { #expect(problem.file == "targets.yml") }
    }

    @Test func allMistakesAreToldAtOnceInTheOrderOfTheFile() throws {
        let text = Self.good.replacing("port: 9000", with: "port: x").replacing("method: soap", with: "method: put")
        let error = try #require(throws: ConfigurationError.self) {
            try Configuration.parse(text, environment: ["SECRET": ""])
        }
        #expect(error.problems.count == 2)
        #expect(error.problems.map { $0.line ?? 0 } == error.problems.map { $0.line ?? 0 }.sorted())
    }

    @Test func anEmptyFileSaysWhatIsExpected() throws {
        let error = try #require(throws: ConfigurationError.self) { try Configuration.parse("") }
        #expect(error.description.contains("server, databases and targets"))
    }

    @Test(arguments: ["targets.yml", "demo/targets.yml"])
    func theFilesOfTheRepositoryAreGood(file: String) throws {
        let text = try repositoryFile(file)
        let configuration = try Configuration.parse(text, file: file, environment: ["EXAMPLE_PASSWORD": "x"])
        #expect(!configuration.databases.isEmpty)
    }
}
