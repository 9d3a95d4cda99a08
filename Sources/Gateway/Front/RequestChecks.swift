import Federation
import NIOHTTP1

/// What can be said of a request by its head alone.
enum RequestChecks {
    /// Why a head is not accepted; nil when it is.
    static func refusal(of head: HTTPRequestHead, _ limits: ConnectionLimits) -> Refusal? {
        if head.uri.utf8.count > limits.urlOctets { return .urlTooLong(limits.urlOctets) }
        if let refusal = Self.hostRefusal(head) { return refusal }
        let lengths = head.headers["content-length"]
        if let length = lengths.first.flatMap({ Int($0) }), length > limits.bodyOctets {
            return .bodyTooLarge(limits.bodyOctets)
        }
        if head.headers["expect"].contains(where: { $0.lowercased() != "100-continue" }) { return .expectation }
        return nil
    }

    /// One `Host` in HTTP/1.1 (RFC 9112, 3.2), and nothing in it that a host's name and port cannot have.
    private static func hostRefusal(_ head: HTTPRequestHead) -> Refusal? {
        let hosts = head.headers["host"]
        if hosts.count > 1 { return .malformed("more than one Host") }
        guard let host = hosts.first else {
            return head.version.minor > 0 ? .malformed("HTTP/1.1 needs the field Host") : nil
        }
        let allowed = host.utf8.allSatisfy { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~:[]%".utf8.contains(octet)
            }
        }
        return allowed && host.utf8.count <= 255 ? nil : .malformed("Host is not a host's name")
    }

    /// Paths that are answered however much there is to do: how the gateway is, its figures, and what operators do to it.
    private static let alwaysAnswered: Set<String> = [
        "/healthz", "/readyz", "/metrics", "/status", "/status.json", "/status.css", "/admin/reload",
    ]

    /// Whether a request to that URL takes a place, and counts against rates.
    static func takesPlace(_ uri: String) -> Bool {
        !Self.alwaysAnswered.contains(String(uri.prefix { $0 != "?" }))
    }

    /// The class of a request by what it says of itself.
    static func requestClass(_ head: HTTPRequestHead, _ client: Client, _ traffic: TrafficLimits) -> RequestClass {
        if let known = client.key?.requestClass { return known }
        // RFC 9218: urgency 0 to 7, and those above 4 are for what happens in the background.
        for field in head.headers["priority"] {
            for item in field.split(separator: ",") {
                let item = item.filter { $0 != " " }
                if item.hasPrefix("u="), let urgency = Int(item.dropFirst(2)), urgency > 4 { return .machine }
            }
        }
        if let wanted = Self.maximumRecords(head.uri), wanted > traffic.machineRecords { return .machine }
        guard !traffic.machineAgents.isEmpty, let agent = head.headers["user-agent"].first?.lowercased() else {
            return .interactive
        }
        return traffic.machineAgents.contains { agent.contains($0) } ? .machine : .interactive
    }

    private static func maximumRecords(_ uri: String) -> Int? {
        let name = "maximumRecords=".utf8
        let found = Self.parameters(uri).first { $0.starts(with: name) }
        return found.flatMap { Int(Substring($0.dropFirst(name.count))) }
    }

    /// The parameters of a URL as they stand there.
    static func parameters(_ uri: String) -> ArraySlice<Substring.UTF8View> {
        uri.utf8.split { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "&") }.dropFirst()
    }
}
