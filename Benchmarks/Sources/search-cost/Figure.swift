/// Lines of a table of figures.
enum Figure {
    static func print(_ name: String, _ value: String) {
        let pad = String(repeating: " ", count: max(1, 42 - name.count))
        Swift.print("  \(name)\(pad)\(value)")
    }

    static func print(_ name: String, _ value: Double, _ unit: String) {
        self.print(name, "\(self.text(value)) \(unit)")
    }

    /// Two places behind the point below 100, else a whole number.
    static func text(_ value: Double) -> String {
        if value >= 100 { return "\(Int(value.rounded()))" }
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}

extension Duration {
    /// As a number.
    var milliseconds: Double {
        Double(self.components.seconds) * 1e3 + Double(self.components.attoseconds) / 1e15
    }
}
