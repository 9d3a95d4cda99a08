/// What "the same" means: how much two records must have in common to be put together.
///
/// The levels nest: records of one manifestation are of one expression, and those of one expression of one work.
public enum MatchLevel: String, Sendable, Hashable, CaseIterable {
    /// One publication: the same text, edition, year, volume, carrier. What a result list shows as one line.
    case manifestation
    /// One text, in the same language and revision, whoever published it and in whatever form.
    case expression
    /// One work: all its editions, translations and printings.
    case work
}
