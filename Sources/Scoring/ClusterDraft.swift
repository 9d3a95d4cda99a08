/// A cluster as record indexes in canonical order.
struct ClusterDraft: Sendable {
    var members: [Int32]
    /// The place of the frozen cluster that it is; −1 if it is none.
    var frozen: Int32
}

/// Two records that match, by index, and how far they are above the threshold.
struct MatchingPair: Sendable {
    var left: Int32
    var right: Int32
    /// In thousandths of natural-log odds, not below 0.
    var margin: Int32
}

/// One step of putting a cluster together.
struct MergeStep: Sendable {
    /// The pair of records that led to it, by index.
    var left: Int32
    var right: Int32
    /// The mean margin between the two sides, in thousandths.
    var mean: Int32
    var size: Int32
    /// The level at which they were joined.
    var level: MatchLevel
}
