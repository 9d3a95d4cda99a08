import Federation
import SRU
import Testing
import Z3950

/// The parts of `targets.yml` that say who may ask, how much and how fast.
struct ServerConfigurationTests {
    private static let secret = "a-secret-of-forty-eight-hexadecimal-digits"

    private static func parse(_ server: String, access: String = "") throws(ConfigurationError) -> Configuration {
        let text = """
            server: {\(server)}
            databases: {all: {targets: all\(access.isEmpty ? "" : ", access: {\(access)}")}}
            targets: [{id: t, protocol: sru, url: 'http://localhost/'}]
            """
        return try Configuration.parse(text, environment: ["KEY": Self.secret])
    }

    @Test func everythingIsUnderstood() throws {
        let server = """
            limits: {connections: 10, connectionsPerClient: 5, headerTimeout: 1s, bodyTimeout: 2s, idleTimeout: 3s,
              writeTimeout: 4s, urlKilobytes: 8, headerKilobytes: 16, headerFields: 50, bodyKilobytes: 32},
            traffic: {concurrent: 8, machineConcurrent: 4, queue: 2, machineQueue: 1, patience: 500ms,
              machineAgents: [Robot], machineRecords: 20},
            rate: {perSecond: 0.5}, trustedProxies: [127.0.0.1, '2001:db8::/32'], forwardedHeader: forwarded,
            keys: [{name: union, key: '${KEY}', class: machine, rate: {perSecond: 10, burst: 30}},
              {name: other, sha256: c4bbcb1fbec99d65bf59d85c8cb62ee2db963f0fe106f483d9afa73bd4e39a8a}],
            tls: {certificate: c.pem, key: k.pem, minimumVersion: '1.3'}, crossOrigins: ['https://a.example.org:8443'],
            contentSecurityPolicy: "default-src 'self'"
            """
        let access = "networks: [192.0.2.0/24], keys: [union, other], require: either"
        let configuration = try Self.parse(server, access: access)
        let read = configuration.server
        #expect(read.limits.connections == 10)
        #expect(read.limits.writeTimeout == .seconds(4))
        #expect(read.limits.bodyOctets == 32 << 10)
        #expect(read.traffic.patience == .milliseconds(500))
        #expect(read.traffic.machineAgents == ["robot"])
        #expect(read.rate == RateLimit(perSecond: 0.5, burst: 1))
        #expect(read.keys.map(\.name) == ["union", "other"])
        #expect(read.keys[0].digest.matches(KeyDigest(ofKey: Self.secret)))
        #expect(read.keys[1].digest.matches(KeyDigest(ofKey: "correct horse battery staple")))
        #expect(read.keys[0].requestClass == .machine)
        #expect(read.tls?.minimumVersion == .v1_3)
        let database = configuration.databases[0]
        #expect(database.access.eitherIsEnough)
        #expect(database.access.keys == ["union", "other"])
    }

    static let mistakes: [(server: String, access: String, words: String)] = [
        ("limits: {conections: 1}", "", "unknown key \"conections\" (did you mean \"connections\"?)"),
        ("limits: {idleTimeout: 0s}", "", "targets.yml:1:32: server.limits.idleTimeout: expected a duration"),
        ("traffic: {concurrent: 4, machineConcurrent: 5}", "", "expected a number from 1 to 4, found 5"),
        ("rate: {burst: 4}", "", "the key \"perSecond\" is missing"),
        ("rate: {perSecond: -1}", "", "expected a number greater than 0"),
        ("trustedProxies: [10.0.0.0/99]", "", "server.trustedProxies[0]: expected an IP address or a network"),
        ("forwardedHeader: via", "", "expected one of: x-forwarded-for, forwarded"),
        ("keys: [{name: a}]", "", "server.keys[0]: expected one of key (use ${NAME}), sha256 and file"),
        ("keys: [{name: a, key: '${KEY}', file: x}]", "", "expected one of key"),
        ("keys: [{key: '${KEY}'}]", "", "the key \"name\" is missing"),
        ("keys: [{name: a, key: short}]", "", "a key has at least 16 characters"),
        ("keys: [{name: a, sha256: abc}]", "", "expected the 64 hexadecimal digits"),
        ("keys: [{name: a, file: /nowhere}]", "", "cannot read the file \"/nowhere\""),
        ("keys: [{name: a, key: '${KEY}'}, {name: a, key: '${KEY}'}]", "", "the name \"a\" stands twice"),
        ("tls: {certificate: c.pem}", "", "server.tls: expected both certificate and key"),
        ("crossOrigins: ['https://a.example.org/']", "", "expected an origin such as"),
        ("contentSecurityPolicy: \"a\\nb\"", "", "expected printable ASCII on one line"),
        ("", "keys: [nobody]", "databases.all.access.keys[0]: server.keys has no key named \"nobody\""),
        ("", "networks: []", "expected at least one network"),
        ("", "require: none", "expected one of: both, either"),
    ]

    @Test(arguments: Self.mistakes)
    func aMistakeIsToldWithItsPlace(_ mistake: (server: String, access: String, words: String)) throws {
        let error = try #require(throws: ConfigurationError.self) {
            try Self.parse(mistake.server, access: mistake.access)
        }
        #expect(error.description.contains(mistake.words), "\(error)")
        #expect(!error.description.contains(Self.secret))
        for problem in error.problems { #expect(problem.line != nil) }
    }

    @Test func noSecretIsInWhatPrintsAConfiguration() throws {
        let text = """
            server: {keys: [{name: a, key: '${KEY}'}]}
            databases: {all: {targets: all}}
            targets:
              - {id: a, protocol: sru, url: 'http://localhost/', authentication: {style: basic, user: u, password: '${KEY}'}}
              - {id: b, protocol: z3950, host: h, database: d, authentication: {style: open, user: '${KEY}'}}
              - {id: c, protocol: z3950, host: h, database: d, authentication: {style: idpass, user: u, password: '${KEY}'}}
            """
        let configuration = try Configuration.parse(text, environment: ["KEY": Self.secret])
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(dumped.contains("localhost"))
        for printed in [dumped, "\(configuration)", String(reflecting: configuration)] {
            #expect(!printed.contains(Self.secret))
        }
    }
}
