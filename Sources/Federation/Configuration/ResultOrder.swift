/// What the order of a target's own result means: `order` in `targets.yml`.
public enum ResultOrder: String, Sendable, Hashable, CaseIterable {
    /// The best answers come first.
    case relevance
    /// Ordered by a date or a number: the order says nothing of relevance.
    case date
    /// Nobody knows.
    case unknown

    /// How much the place of a record in the target's result counts in ranking, from 0 to 1.
    public var weight: Double {
        switch self {
        case .relevance: 1
        case .date: 0
        case .unknown: 0.1
        }
    }
}
