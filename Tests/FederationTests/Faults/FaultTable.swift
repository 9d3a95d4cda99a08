import Federation
import TestSupport

/// What came of all trials, row by row.
struct FaultTable {
    let contracts: [FaultContract]
    let outcomes: [[FaultTrial.Outcome]]

    private var all: [FaultTrial.Outcome] { Array(self.outcomes.joined()) }

    var crossed: Int { self.all.reduce(0) { $0 + $1.crossed } }
    var silentZeros: Int { self.all.reduce(0) { $0 + $1.silentZeros } }

    /// The share of the sound targets' records that were in the answers.
    var soundShare: Double {
        let expected = self.all.reduce(0) { $0 + $1.expectedSoundRecords }
        return expected == 0 ? 1 : Double(self.all.reduce(0) { $0 + $1.soundRecords }) / Double(expected)
    }

    /// Every broken promise, with its row.
    var problems: [String] {
        zip(self.contracts, self.outcomes).flatMap { contract, outcomes in
            outcomes.flatMap(\.problems).map {
                "row \(contract.row) \(contract.speech.rawValue) \(contract.name): \($0)"
            }
        }
    }

    var text: String {
        var lines = [
            "row  protocol  fault                                     outcomes                        ms  requests  broken"
        ]
        for (contract, outcomes) in zip(self.contracts, self.outcomes).sorted(by: { $0.0.row < $1.0.row }) {
            let words = Dictionary(grouping: outcomes, by: \.word).sorted { $0.key < $1.key }
                .map { $1.count == outcomes.count ? $0 : "\($0) \($1.count)" }.joined(separator: ", ")
            let time = outcomes.map(\.milliseconds).sorted()
            lines.append(
                [
                    Self.pad("\(contract.row)", 5), Self.pad(contract.speech.rawValue, 10), Self.pad(contract.name, 42),
                    Self.pad(words, 30), Self.padLeft("\(time.isEmpty ? 0 : time[time.count / 2])", 6),
                    Self.padLeft("\(outcomes.map(\.requests).max() ?? 0)", 10),
                    Self.padLeft("\(outcomes.reduce(0) { $0 + $1.problems.count })", 8),
                ].joined()
            )
        }
        let trials = self.all.count
        let overtime = self.all.map(\.overtime).max() ?? .zero
        lines.append(
            "\(trials) trials, \(3 * trials) searches; silent zeros \(self.silentZeros), crossed answers \(self.crossed), "
                + "sound targets' records \(self.soundShare * 100) %, latest answer \(overtime.milliseconds) ms after "
                + "the deadline, broken promises \(self.problems.count), tried again with more time \(self.all.count { $0.repeats > 0 })"
        )
        return lines.joined(separator: "\n")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func padLeft(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
