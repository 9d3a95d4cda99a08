import Federation

/// Everything that `/metrics` counts.
///
/// Labels are ids of targets and words of this code: never a query, a reader or an address.
final class Metrics: Sendable {
    let requests = Counter(
        "lienthong_requests_total",
        "Requests to databases, by what was asked and how it went.",
        labels: "operation",
        "outcome"
    )
    let requestDuration = Histogram(
        "lienthong_request_duration_seconds",
        "Time from a request to its answer."
    )
    let targetRequests = Counter(
        "lienthong_target_requests_total",
        "Requests to targets, by what was asked and how it went.",
        labels: "target",
        "op",
        "outcome"
    )
    let targetDuration = Histogram(
        "lienthong_target_duration_seconds",
        "Time that targets took, failures included.",
        labels: "target",
        "op"
    )
    let targetRecords = Counter(
        "lienthong_target_records_total",
        "Records that targets sent: ok, repaired, or surrogate for those that cannot be read.",
        labels: "target",
        "result"
    )
    let retries = Counter("lienthong_retries_total", "Requests to targets that were sent a second time.")
    let resultSetHits = Counter(
        "lienthong_resultset_hits_total",
        "Searches that a result set could answer that was there.",
        labels: "tier"
    )

    func note(_ event: FederationEvent) {
        switch event {
        case .answered(let event):
            self.targetRequests.add(1, event.target, event.operation.rawValue, event.outcome)
            if event.isTelling { self.targetDuration.add(event.elapsed, event.target, event.operation.rawValue) }
            if event.records > 0 { self.targetRecords.add(event.records, event.target, "ok") }
            if event.repaired > 0 { self.targetRecords.add(event.repaired, event.target, "repaired") }
            if event.unreadable > 0 { self.targetRecords.add(event.unreadable, event.target, "surrogate") }
        case .retried(let count): self.retries.add(count)
        case .resultSetFound: self.resultSetHits.add(1, "memory")
        }
    }

    /// All of it as text, with what is known of the federation and the process at this moment.
    func text(
        _ health: [TargetHealth],
        _ resultSets: (count: Int, records: Int, octets: Int),
        _ front: FrontFigures,
        _ process: ProcessUsage,
        version: String
    ) -> String {
        var text = MetricsText()
        let known = Set(health.map(\.id))
        self.targetRequests.keep(known)
        self.targetDuration.keep(known)
        self.targetRecords.keep(known)
        self.requests.write(into: &text)
        self.requestDuration.write(into: &text)
        self.targetRequests.write(into: &text)
        self.targetDuration.write(into: &text)
        text.begin(
            "lienthong_target_breaker_state",
            "gauge",
            "Whether a target is asked: 0 yes, 1 it is being tried again, 2 no, 3 switched off."
        )
        for target in health {
            let states = ["closed": 0.0, "halfOpen": 1.0, "open": 2.0]
            let state = target.isEnabled ? states[target.breaker, default: 0] : 3
            text.sample("lienthong_target_breaker_state", [("target", target.id)], state)
        }
        self.targetRecords.write(into: &text)
        self.retries.write(into: &text)
        text.begin("lienthong_shed_total", "counter", "Requests that were refused unanswered.")
        for (reason, count) in front.refusals.sorted(by: { $0.key < $1.key }) {
            text.sample("lienthong_shed_total", [("reason", reason)], Double(count))
        }
        text.single("lienthong_connections", "gauge", "Connections of clients.", Double(front.connections))
        text.begin("lienthong_requests_in_flight", "gauge", "Requests that have a place, by their class.")
        text.sample("lienthong_requests_in_flight", [("class", "interactive")], Double(front.interactive))
        text.sample("lienthong_requests_in_flight", [("class", "machine")], Double(front.machine))
        text.single("lienthong_requests_waiting", "gauge", "Requests that wait for a place.", Double(front.waiting))
        self.resultSetHits.write(into: &text)
        text.single("lienthong_resultsets", "gauge", "Result sets kept.", Double(resultSets.count))
        text.single("lienthong_resultset_records", "gauge", "Records in them.", Double(resultSets.records))
        text.single("lienthong_resultset_octets", "gauge", "Octets of these as they came.", Double(resultSets.octets))
        text.begin("lienthong_build_info", "gauge", "The version that runs.")
        text.sample("lienthong_build_info", [("version", version)], 1)
        process.write(into: &text)
        return text.text
    }
}
