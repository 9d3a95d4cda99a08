import TestSupport

/// What must come of one fault: the row of the matrix in `docs/reliability.md`.
struct FaultContract: Sendable {
    /// Who plays the faulty target.
    enum Place: Sendable {
        case server(Fault)
        /// Nothing listens.
        case nobody
        /// Attempts to connect are swallowed.
        case blackHole
        /// The host's name has no address.
        case noAddress
        /// A server whose certificate is not to be trusted.
        case certificate(Certificate)
        /// A server that never says a word of TLS.
        case silentTLS(Fault)
    }

    enum Certificate: Sendable { case selfSigned, otherName, expired }

    let row: Int
    let speech: Fault.Speech
    let name: String
    let place: Place
    /// The words that the target's status may have.
    var words: Set<String>
    /// Hits that must be told, when they are known.
    var hits: Int?
    /// How many of its records must be there; nil when the fault decides.
    var readable: Set<Int>?
    /// Whether readable and unreadable records must be all that the target has.
    var isAccounted = false
    /// The most requests that one search may cost the target.
    var requests = 5
    /// The target's own time-out and the deadline, when the usual ones are too short for what is sent.
    var seconds: (timeout: Double, deadline: Double) = (1.2, 2)
    /// Whether the search after the first must find the target paused, and not ask it.
    var pausesAtOnce = false
    /// Whether the status must say that other words were used.
    var hasNote = false
}

extension FaultContract {
    /// The whole matrix.
    static let all: [FaultContract] = Self.withoutServer + Self.withServer + Self.withTLS

    /// Records of the faulty target for every query.
    static let count = 10

    private static let withoutServer: [FaultContract] = Fault.Speech.all.flatMap { speech in
        [
            FaultContract(row: 1, speech: speech, name: "refused", place: .nobody, words: ["refused"]),
            FaultContract(
                row: 3,
                speech: speech,
                name: "attempts are swallowed",
                place: .blackHole,
                words: ["connectTimeout"]
            ),
            FaultContract(row: 4, speech: speech, name: "no address", place: .noAddress, words: ["dns"]),
        ]
    }

    private static let withTLS: [FaultContract] =
        Fault.Speech.all.flatMap { speech in
            [
                ("certificate nobody vouches for", Certificate.selfSigned), ("certificate of another name", .otherName),
                ("certificate expired", .expired),
            ].map { name, certificate in
                FaultContract(row: 48, speech: speech, name: name, place: .certificate(certificate), words: ["tls"])
            }
        } + [
            FaultContract(
                row: 48,
                speech: .z3950,
                name: "TLS stalls",
                place: .silentTLS(Fault.all.first { $0.row == 5 && $0.speech == .z3950 } ?? .soundZ3950),
                words: ["tls"]
            )
        ]

    private static let withServer: [FaultContract] = Fault.all.map { fault in
        var contract = Self.contract(fault)
        if contract.words == ["ok"], contract.hits == nil { contract.hits = Self.count }
        return contract
    }

    private static func contract(_ fault: Fault) -> FaultContract {
        let isWeb = fault.speech == .sru
        func row(_ words: Set<String>, _ change: (inout FaultContract) -> Void = { _ in }) -> FaultContract {
            var contract = FaultContract(
                row: fault.row,
                speech: fault.speech,
                name: fault.name,
                place: .server(fault),
                words: words
            )
            change(&contract)
            return contract
        }
        func whole(_ change: (inout FaultContract) -> Void = { _ in }) -> FaultContract {
            row(["ok"]) {
                $0.readable = [Self.count]
                change(&$0)
            }
        }
        switch fault.row {
        case 5: return row(isWeb ? ["searchTimeout"] : ["initTimeout"])
        case 7: return row(["initTimeout"])
        case 8: return row(["authentication"]) { $0.pausesAtOnce = true }
        case 9, 10: return row(["searchTimeout"]) { $0.readable = [0] }
        case 11, 12:
            return row(["presentTimeout"]) {
                $0.hits = Self.count
                $0.readable = [4]
            }
        case 13: return row(["closed"])
        case 14: return isWeb ? row(["closed"]) : whole()
        case 6, 16, 35, 38, 41: return whole()
        // A second search, and the records from the beginning of the lot that was lost.
        case 15, 29: return whole { $0.requests = 6 }
        case 39: return whole()
        case 17, 18, 19, 20, 21, 22, 23:
            return row(isWeb ? ["badResponse", "closed"] : ["protocol"]) {
                // Much is sent, which takes its time on a busy machine.
                if [20, 21].contains(fault.row) { $0.seconds = (9, 10) }
            }
        case 24: return row(["ok", "protocol"])
        case 25, 26: return row(["ok", "protocol", "closed"])
        case 27: return row(["diagnostic"])
        case 28:
            return row(["presentFailed"]) {
                $0.hits = Self.count
                $0.readable = [0]
            }
        case 30:
            return row(["shortPresent"]) {
                $0.hits = Self.count
                $0.requests = 3
            }
        case 31: return whole { $0.requests = 12 }
        case 32: return whole()
        case 33:
            return row(["ok"]) {
                $0.readable = [7]
                $0.isAccounted = true
            }
        case 34 where isWeb: return whole { $0.hasNote = true }
        case 34:
            return row(["ok"]) {
                $0.readable = [0, Self.count]
                $0.isAccounted = true
                $0.requests = 12
            }
        case 36, 37: return row(["ok"]) { $0.isAccounted = true }
        case 40: return row(isWeb ? ["badResponse"] : fault.name.hasPrefix("neg") ? ["protocol"] : ["shortPresent"])
        case 42:
            return row(["ok"]) {
                $0.readable = [9]
                $0.isAccounted = true
                $0.requests = 16
                $0.seconds = (14, 15)
            }
        case 43:
            return row(["shortPresent", "badResponse"]) { $0.requests = 2 }
        case 44: return row(["badResponse"]) { $0.requests = 4 }
        case 45, 46: return row(["badResponse"])
        case 47: return row(["badResponse"]) { $0.pausesAtOnce = fault.name.contains("Retry-After") }
        default: return whole()
        }
    }
}

extension Fault.Speech {
    static let all: [Fault.Speech] = [.z3950, .sru]
}
