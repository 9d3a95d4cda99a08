public import Federation
public import Logging
import NIOConcurrencyHelpers
import NIOHTTP1

/// What stands between sockets and searches: it knows how many connections there are, who sends how much, and how many
/// requests are under way.
///
/// It decides on the event loops, so that refusing does not wait for searches to let go of the processor.
public final class Front: Sendable {
    /// What becomes of a request when its head has come.
    enum Verdict: Sendable {
        /// It is passed on; a class means that it has taken a place.
        case pass(RequestClass?)
        /// It waits for a place.
        case wait(Admission.Ticket)
        case refuse(Refusal)
    }

    private enum Sender: Hashable, Sendable {
        case key(String)
        case address(IPAddress)
    }

    private struct State {
        var server: ServerConfiguration
        var fields: SecurityFields
        var connections = ConnectionCounts()
        var mostConnections = Int.max
        var isDraining = false
        var certificate: ServerCertificate?
        var buckets = TokenBuckets<Sender>()
        var admission: Admission
        var turns: [Admission.Ticket: @Sendable () -> Void] = [:]
        var refusals: [Refusal.Reason: Int] = [:]
        var toldAt: ContinuousClock.Instant?
        var untold: [Refusal.Reason: Int] = [:]
    }

    private let state: NIOLockedValueBox<State>
    private let logger: Logger

    /// A front for a server.
    ///
    /// - Parameters:
    ///   - server: limits, keys, proxies and the rest.
    ///   - logger: where refusals are told, together and at most once a second.
    public init(_ server: ServerConfiguration, logger: Logger) {
        self.state = NIOLockedValueBox(
            State(server: server, fields: SecurityFields(server), admission: Admission(limits: server.traffic))
        )
        self.logger = logger
    }

    /// Takes other limits, keys and proxies, and reads the certificate again; connections and requests that are there stay.
    ///
    /// May block, for the files of the certificate. One that cannot be read is told in the log, and the one before stays.
    public func update(_ server: ServerConfiguration) {
        let certificate = self.state.withLockedValue { state in
            state.server = server
            state.fields = SecurityFields(server)
            state.admission.limits = server.traffic
            return state.certificate
        }
        guard let certificate, let tls = server.tls else { return }
        do throws(ServerCertificateError) {
            try certificate.reload(tls)
        } catch {
            self.logger.error("certificate refused, the one before stays", metadata: ["error": .string("\(error)")])
        }
    }

    /// Has the certificate that ``update(_:)`` reads again.
    func use(_ certificate: ServerCertificate?) {
        self.state.withLockedValue { $0.certificate = certificate }
    }

    /// The limits of connections.
    var limits: ConnectionLimits { self.state.withLockedValue { $0.server.limits } }

    /// How long a request waits for a place.
    var patience: Duration { self.state.withLockedValue { $0.server.traffic.patience } }

    /// From now on every answer is the last on its connection: the process is about to end.
    public func startDraining() {
        self.state.withLockedValue { $0.isDraining = true }
    }

    /// Whether every answer is the last on its connection.
    var isDraining: Bool { self.state.withLockedValue { $0.isDraining } }

    /// Figures for metrics: connections, requests under way, requests that wait, and what was refused, by reason.
    public var figures: FrontFigures {
        self.state.withLockedValue { state in
            FrontFigures(
                connections: state.connections.total,
                interactive: state.admission.interactive,
                machine: state.admission.machine,
                waiting: state.admission.waiting,
                refusals: Dictionary(uniqueKeysWithValues: state.refusals.map { ($0.key.rawValue, $0.value) })
            )
        }
    }

    // MARK: Connections

    /// Tells how many files and sockets the process may have open: some must be left for the targets.
    func haveDescriptors(_ number: Int) {
        self.state.withLockedValue { $0.mostConnections = max(number - 512, number / 2) }
    }

    /// A connection has come; ``closed(_:)`` ends it.
    ///
    /// - Returns: its standing, and under whose name it is counted.
    func opened(_ connection: ClientConnection) -> (standing: ConnectionCounts.Standing, counted: IPAddress?) {
        self.state.withLockedValue { state in
            let peer = connection.peer.flatMap { state.server.trusts($0) ? nil : $0.clientNetwork }
            var limits = state.server.limits
            limits.connections = min(limits.connections, state.mostConnections)
            return (state.connections.open(peer, limits: limits), peer)
        }
    }

    /// A connection has gone that was counted under that name.
    func closed(_ counted: IPAddress?) {
        self.state.withLockedValue { $0.connections.close(counted) }
    }

    // MARK: Requests

    /// Who sent a request.
    func client(_ connection: ClientConnection?, field: (String) -> [String]) -> Client {
        let server = self.state.withLockedValue { $0.server }
        return Client(peer: connection?.peer, server: server, field: field)
    }

    /// Decides on a request by its head.
    ///
    /// - Parameters:
    ///   - head: the head.
    ///   - connection: where it came from.
    ///   - standing: that of the connection.
    ///   - turn: called on any thread when a request that waits has its place.
    /// - Returns: what becomes of it.
    func verdict(
        on head: HTTPRequestHead,
        _ connection: ClientConnection,
        _ standing: ConnectionCounts.Standing,
        turn: @escaping @Sendable (Admission.Ticket) -> Void
    ) -> Verdict {
        let server = self.state.withLockedValue { $0.server }
        if let refusal = RequestChecks.refusal(of: head, server.limits) { return .refuse(refusal) }
        guard RequestChecks.takesPlace(head.uri) else { return .pass(nil) }
        guard standing == .welcome else { return .refuse(.tooManyConnections) }
        let client = Client(peer: connection.peer, server: server) { head.headers[$0] }
        let requestClass = RequestChecks.requestClass(head, client, server.traffic)
        return self.state.withLockedValue { state in
            if let wait = Self.wait(client, server, &state.buckets) { return .refuse(.rate(wait)) }
            if client.hasUnknownKey { return .refuse(.unknownKey) }
            switch state.admission.arrive(requestClass) {
            case .admitted: return .pass(requestClass)
            case .refused: return .refuse(requestClass == .machine ? .machineBusy : .busy)
            case .waits(let ticket):
                state.turns[ticket] = { turn(ticket) }
                return .wait(ticket)
            }
        }
    }

    /// How long the sender has to wait by its rate; nil when it need not.
    private static func wait(
        _ client: Client,
        _ server: ServerConfiguration,
        _ buckets: inout TokenBuckets<Sender>
    ) -> Duration? {
        if let key = client.key {
            return key.rate.flatMap { buckets.take(.key(key.name), limit: $0, now: .now) }
        }
        guard let rate = server.rate, let address = client.address else { return nil }
        return buckets.take(.address(address.clientNetwork), limit: rate, now: .now)
    }

    /// A request that had a place is done.
    func leave(_ requestClass: RequestClass) {
        let turns = self.state.withLockedValue { state in
            state.admission.leave(requestClass).compactMap { state.turns.removeValue(forKey: $0) }
        }
        for turn in turns { turn() }
    }

    /// A request does not wait any longer.
    ///
    /// - Returns: false when its turn has come in this moment, so that it is called all the same.
    func abandon(_ ticket: Admission.Ticket) -> Bool {
        self.state.withLockedValue { state in
            guard state.admission.abandon(ticket) else { return false }
            state.turns[ticket] = nil
            return true
        }
    }

    // MARK: Answers

    /// Adds to an answer's header what all answers have.
    func complete(_ headers: inout HTTPHeaders, origin: String?, isPreflight: Bool) {
        let fields = self.state.withLockedValue { $0.fields }
        fields.add(to: &headers, origin: origin, isPreflight: isPreflight)
    }

    /// Counts a refusal; what was counted is logged at most once a second.
    func count(_ reason: Refusal.Reason) {
        let now = ContinuousClock.now
        let untold = self.state.withLockedValue { state -> [Refusal.Reason: Int]? in
            state.refusals[reason, default: 0] += 1
            state.untold[reason, default: 0] += 1
            if let toldAt = state.toldAt, now - toldAt < .seconds(1) { return nil }
            state.toldAt = now
            defer { state.untold = [:] }
            return state.untold
        }
        guard let untold else { return }
        let words = untold.map { ("front.\($0.key.rawValue)", Logger.MetadataValue.stringConvertible($0.value)) }
        self.logger.info("refused", metadata: Dictionary(uniqueKeysWithValues: words))
    }
}

/// What the front counts, at one moment.
public struct FrontFigures: Sendable, Hashable {
    /// Connections that are open.
    public var connections: Int
    /// Interactive requests under way.
    public var interactive: Int
    /// Programs' requests under way.
    public var machine: Int
    /// Requests that wait for a place.
    public var waiting: Int
    /// Requests refused since the start, by reason.
    public var refusals: [String: Int]
}
