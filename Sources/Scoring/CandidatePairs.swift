/// The pairs of records that are looked at when clusters are formed; for learning and measuring.
public enum CandidatePairs {
    /// Calls `body` for every pair of places in `records` whose records share a key that few have.
    public static func forEach(
        in records: [SourceRecord],
        level: MatchLevel = .manifestation,
        model: MatchModel = .standard,
        _ body: (_ left: Int, _ right: Int, _ levels: [Int], MatchVetoes, MaterialClass, _ logOdds: Double) -> Void
    ) {
        var reader = MatchKeyReader()
        let keys = records.map { KeptKeys(reader.keys(of: $0.record)) }
        var index = BlockIndex()
        let blocks = keys.map { $0.keys.blocks(level) }
        for (place, own) in blocks.enumerated() {
            for block in own { _ = index.insert(Int32(place), block.hash) }
        }
        var link = 0
        for (place, own) in blocks.enumerated() {
            var others: Set<Int> = []
            for _ in own {
                var next = index.isLarge(index.links[link].block) ? -1 : index.links[link].next
                while next >= 0 {
                    let other = Int(index.links[Int(next)].record)
                    if other < place { others.insert(other) }
                    next = index.links[Int(next)].next
                }
                link += 1
            }
            for other in others.sorted() {
                let comparison = PairComparison(keys[other], keys[place], level, isComplete: true)
                let levels = MatchField.allCases.map { comparison.levels[$0] }
                let logOdds = Double(model.logOdds(comparison, level)) / 1_000
                body(other, place, levels, comparison.vetoes, comparison.material, logOdds)
            }
        }
    }
}
