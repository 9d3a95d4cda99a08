/// A way in which a library's server misbehaves: a row of the fault matrix (`docs/reliability.md`) in one protocol.
public struct Fault: Sendable {
    /// What the server pretends to speak.
    public enum Speech: String, Sendable {
        case z3950
        case sru
    }

    /// The row of the matrix.
    public let row: Int
    /// The fault in a few words.
    public let name: String
    /// The protocol.
    public let speech: Speech
    let script: @Sendable (inout FaultSession) async throws -> Void

    init(
        _ row: Int,
        _ speech: Speech,
        _ name: String,
        _ script: @escaping @Sendable (inout FaultSession) async throws -> Void
    ) {
        self.row = row
        self.speech = speech
        self.name = name
        self.script = script
    }

    /// A server of Z39.50 without fault.
    public static let soundZ3950 = Fault(0, .z3950, "sound") { try await $0.serve() }
    /// A server of SRU without fault.
    public static let soundSRU = Fault(0, .sru, "sound") { try await $0.serveWeb() }

    /// All that a script can do, in the order of the matrix.
    public static let all: [Fault] =
        (Self.connecting + Self.searching + Self.octets + Self.order + Self.results + Self.records + Self.web)
        .sorted { ($0.row, $0.speech.rawValue) < ($1.row, $1.speech.rawValue) }
}

/// Runs a server with a fault while `body` runs.
///
/// - Parameters:
///   - fault: How it misbehaves.
///   - shelf: The records it has.
///   - journal: Where it writes what it is asked and does.
///   - seed: Decides which way of the fault is taken.
///   - clientPatience: How long the client waits for an answer, for servers that are just too late.
///   - body: Gets the port.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws.
public func withFaultServer<Result: Sendable>(
    _ fault: Fault,
    shelf: Shelf,
    journal: Journal = Journal(),
    seed: UInt64 = 0,
    clientPatience: Duration = .seconds(1),
    _ body: (Int) async throws -> Result
) async throws -> Result {
    try await MisbehavingServer { peer in
        let connection = await journal.noteConnection()
        var session = FaultSession(peer, shelf, journal, connection, seed: seed, clientPatience: clientPatience)
        let outcome: (any Error)?
        do {
            try await fault.script(&session)
            outcome = nil
        } catch {
            outcome = error
        }
        await journal.noteClosed()
        if let outcome { throw outcome }
    }.run(body)
}
