import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The command `lienthong targets status`.
struct TargetsStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Ask a gateway that runs how its targets stand; the exit code is 1 when one is ill."
    )

    @Option(help: "The gateway's address.")
    var url = "http://127.0.0.1:8210"

    func run() async throws {
        let status = try await self.status()
        var table = Table(["id", "state", "since", "1 h", "24 h", "30 d", "p50/p95 ms", "hits", "next", "what it said"])
        for target in status.targets {
            let speed = target.hour.p50.flatMap { first in target.hour.p95.map { "\(first)/\($0)" } }
            let isWell = target.state == "well"
            table.add([
                target.id, target.state, target.since ?? "–", target.hour.percent, target.day.percent,
                target.month.percent, speed ?? "–", target.hits.map(String.init) ?? "–",
                target.nextProbeSeconds.map { "\($0) s" } ?? "–",
                isWell ? "" : [target.failure, target.said].compactMap(\.self).joined(separator: ": "),
            ])
        }
        print(table.text)
        if status.targets.contains(where: { $0.state == "ill" }) { throw ExitCode(1) }
    }

    private func status() async throws -> Status {
        let address = self.url + (self.url.hasSuffix("/") ? "" : "/") + "status.json"
        do {
            let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: address), timeout: .seconds(10))
            let body = try await response.body.collect(upTo: 16 << 20)
            guard response.status.code == 200 else {
                throw CommandFailure("\(address) answered with HTTP \(response.status.code)")
            }
            return try JSONDecoder().decode(Status.self, from: Data(body.readableBytesView))
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure("no status from \(address): \(error)\nName a gateway that runs with --url.")
        }
    }

    private struct Status: Decodable {
        struct Span: Decodable {
            let success: Double?
            let p50: Int?
            let p95: Int?

            var percent: String {
                guard let success else { return "–" }
                let tenths = Int((success * 1_000).rounded(.down))
                return tenths == 1_000 ? "100 %" : "\(tenths / 10).\(tenths % 10) %"
            }
        }

        struct Target: Decodable {
            let id: String
            let state: String
            let since: String?
            let hour: Span
            let day: Span
            let month: Span
            let hits: Int?
            let nextProbeSeconds: Int?
            let failure: String?
            let said: String?
        }

        let targets: [Target]
    }
}
