/// How sure it is that a record belongs where it is.
extension KeyClustering {
    /// For each record the probability that its best match in its cluster is the same thing; 1 for a record that is alone.
    ///
    /// - Returns: Probabilities from 0 to 1, by the numbers of the records.
    public var scores: [Double] {
        var partners = [Int32](repeating: -1, count: self.entries.count)
        self.findPartners(&partners)
        var scores = [Double](repeating: 1, count: self.entries.count)
        for (number, partner) in partners.enumerated() where partner >= 0 {
            let (left, right) = (self.entries[number].keys, self.entries[Int(partner)].keys)
            let comparison = PairComparison(left, right, self.level)
            scores[number] = self.model.probability(Double(self.model.logOdds(comparison, self.level)) / 1_000)
        }
        return scores
    }

    /// Finds for each record the member of its cluster that it matches best; for lack of any, another member.
    private func findPartners(_ partners: inout [Int32]) {
        var margins = [Int32](repeating: -1, count: partners.count)
        var clusterOf = [Int32](repeating: -1, count: partners.count)
        let order = self.canonicalOrder
        for (root, drafts) in self.clustersOfGroup {
            for draft in drafts where draft.members.count > 1 {
                for member in draft.members { clusterOf[Int(member)] = draft.members[0] }
            }
            for pair in self.pairsOfGroup[root] ?? [] {
                guard clusterOf[Int(pair.left)] >= 0, clusterOf[Int(pair.left)] == clusterOf[Int(pair.right)] else {
                    continue
                }
                for (one, other) in [(pair.left, pair.right), (pair.right, pair.left)]
                where pair.margin > margins[Int(one)]
                    || pair.margin == margins[Int(one)] && order.precedes(other, partners[Int(one)])
                {
                    margins[Int(one)] = pair.margin
                    partners[Int(one)] = other
                }
            }
            for draft in drafts where draft.members.count > 1 {
                for member in draft.members where partners[Int(member)] < 0 {
                    partners[Int(member)] = draft.members[0] == member ? draft.members[1] : draft.members[0]
                }
            }
        }
    }
}
