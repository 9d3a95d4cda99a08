import Federation
import TestSupport

extension FaultTests {
    /// Runs servers with these faults, and a federation over all of them: its database `all`, its targets `t0`, `t1` and so on.
    static func withTargets<Value: Sendable>(
        _ faults: [Fault],
        records: Int,
        timeout: Duration,
        _ body: @escaping @Sendable (Federation) async throws -> Value
    ) async throws -> Value {
        var entries: [String] = []
        func next(_ rest: ArraySlice<Fault>) async throws -> Value {
            guard let fault = rest.first else {
                let text = "databases: {all: {targets: all}}\ntargets:\n" + entries.joined()
                return try await withFederation(Configuration.parse(text), body)
            }
            let id = "t\(entries.count)"
            let shelf = Shelf(target: id, count: records)
            let journal = Journal(remembering: 1_000)
            return try await withFaultServer(fault, shelf: shelf, journal: journal, seed: UInt64(entries.count)) {
                port in
                let access =
                    fault.speech == .z3950
                    ? "protocol: z3950, host: 127.0.0.1, port: \(port), database: Default"
                    : "protocol: sru, url: 'http://127.0.0.1:\(port)/db'"
                entries.append(
                    "  - {id: \(id), timeout: \(timeout.milliseconds)ms, connectTimeout: 30s, \(access)}\n"
                )
                return try await next(rest.dropFirst())
            }
        }
        return try await next(faults[...])
    }
}
