import Federation

/// What is known of one target's past: a plain value without a clock.
///
/// Times are seconds since 1970.
struct TargetRecord: Sendable, Hashable {
    /// A length of time for which spans are kept.
    enum Width: Int, Sendable, CaseIterable {
        case minute = 60
        case hour = 3_600

        /// How many of them are kept.
        var kept: Int { self == .minute ? 61 : 31 * 24 }
    }

    /// Names one span.
    struct Place: Sendable, Hashable {
        var width: Width
        /// When it began.
        var start: Int
    }

    var spans: [Place: Span] = [:]
    /// Whether its last answer was one; nil before the first.
    var isWell: Bool?
    /// Since when that is so.
    var since: Int?
    var lastSuccess: Int?
    var lastFailure: Int?
    /// The word of its last failure.
    var failure: String?
    /// What it said then.
    var said: String?
    /// Hits of the last search.
    var hits: Int?

    /// Takes in an event.
    ///
    /// - Returns: the spans that are different now; none when it says nothing about the target.
    mutating func note(_ event: TargetEvent, at now: Int) -> [Place] {
        guard event.isTelling, event.operation != .look else { return [] }
        if self.isWell != event.isGood {
            self.isWell = event.isGood
            self.since = now
        }
        if event.isGood { self.lastSuccess = now } else { self.lastFailure = now }
        if let failure = event.failure, !event.isGood {
            self.failure = failure.code.rawValue
            self.said = Self.sanitised(failure.message)
        }
        self.hits = event.hits ?? self.hits
        let places = Width.allCases.map { Place(width: $0, start: now / $0.rawValue * $0.rawValue) }
        for place in places {
            if self.spans[place] == nil { self.forget(place.width, now: now) }
            self.spans[place, default: Span()].add(isGood: event.isGood, milliseconds: event.elapsed.milliseconds)
        }
        return places
    }

    /// How it did lately: by minutes up to an hour, else by hours.
    func summary(seconds: Int, now: Int) -> Span {
        let width = seconds <= 3_600 ? Width.minute : .hour
        var sum = Span()
        for (place, span) in self.spans where place.width == width && place.start > now - seconds { sum.add(span) }
        return sum
    }

    /// Drops what is too old to be told.
    mutating func forget(_ width: Width, now: Int) {
        let oldest = now - width.kept * width.rawValue
        self.spans = self.spans.filter { $0.key.width != width || $0.key.start >= oldest }
    }

    /// One line of at most 200 characters without anything that could be taken for a command.
    static func sanitised(_ text: String) -> String {
        let line = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isLineBreakOrControl ? " " : $0 }))
        return line.count > 200 ? line.prefix(199) + "…" : line
    }
}
