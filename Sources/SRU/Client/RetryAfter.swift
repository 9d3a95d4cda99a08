import Glibc

/// The HTTP header in which servers ask for a pause (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// The pause in seconds; none for a date that is past.
    ///
    /// - Parameters:
    ///   - value: the header's value, seconds or a date.
    ///   - now: the time of day in seconds since 1970.
    /// - Returns: the pause; nil for what is neither a number nor a date.
    static func seconds(_ value: String, now: Int = time(nil)) -> Int? {
        let value = value.trimmed
        if value.allSatisfy(\.isNumber) { return Int(value) }
        return Self.date(value).map { max(0, $0 - now) }
    }

    /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT` or of the older `Sunday, 06-Nov-94 08:49:37 GMT`.
    private static func date(_ value: String) -> Int? {
        let words = value.split { $0 == " " || $0 == "," || $0 == "-" }
        guard words.count >= 5, let day = Int(words[1]), (1...31).contains(day), var year = Int(words[3]),
            let month = Self.months.firstIndex(where: { words[2].lowercased().hasPrefix($0) })
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        guard (1970...9999).contains(year) else { return nil }
        return Self.days(year, month + 1, day) * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
    }

    /// Days since 1 January 1970 in the Gregorian calendar, by counting from 1 March of the year 0.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let inYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + inYear - 719_468
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}
