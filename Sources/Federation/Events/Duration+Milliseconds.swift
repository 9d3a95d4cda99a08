extension Duration {
    /// Whole milliseconds, rounded down.
    package var milliseconds: Int {
        Int(self.components.seconds) * 1_000 + Int(self.components.attoseconds / 1_000_000_000_000_000)
    }
}
