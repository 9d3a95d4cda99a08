/// The words of the status page in one language.
struct StatusWords: Sendable {
    let language: String
    let title: String
    let states: [StatusReport.State: (word: String, meaning: String)]
    let allWell: String
    /// With the number of those that are ill and of all.
    let someIll: @Sendable (Int, Int) -> String
    let draining: String
    let columns: (library: String, state: String, hour: String, day: String, month: String, speed: String, hits: String)
    let libraries: String
    let databases: String
    let database: String
    let answering: String
    let gateway: String
    let facts: (version: String, uptime: String, memory: String, resultSets: String, records: String)
    let ago: @Sendable (String) -> String
    let since: String
    let lastAnswer: String
    let lastFailure: String
    let never: String
    let nextProbe: @Sendable (String) -> String
    let probing: String
    let nextSearch: String
    let of: String
    let units: (second: String, minute: String, hour: String, day: String)
    let decimalMark: String
    let forPrograms: String
    let otherLanguage: (code: String, name: String)

    static let english = StatusWords(
        language: "en",
        title: "Status of the libraries",
        states: [
            .ill: ("Ill", "failed lately and is not asked for the moment"),
            .unsteady: ("Unsteady", "failed just now, or more than once in twenty times"),
            .well: ("Well", "answers"),
            .unknown: ("Not asked yet", "nobody has searched it since the start"),
            .off: ("Switched off", "by the configuration"),
        ],
        allWell: "All libraries that were asked answer.",
        someIll: { ill, all in ill == 1 ? "1 of \(all) libraries is ill" : "\(ill) of \(all) libraries are ill" },
        draining: "This process is about to end and takes no new work.",
        columns: ("Library", "State", "1 hour", "24 hours", "30 days", "50 % / 95 % within", "Last hits"),
        libraries: "Libraries",
        databases: "Databases",
        database: "Database",
        answering: "Libraries that answer",
        gateway: "Gateway",
        facts: ("Version", "Running for", "Memory", "Result sets kept", "records"),
        ago: { "\($0) ago" },
        since: "for",
        lastAnswer: "last answer",
        lastFailure: "last failure",
        never: "never",
        nextProbe: { "asked again in \($0)" },
        probing: "being tried now",
        nextSearch: "the next search tries it again",
        of: "of",
        units: ("s", "min", "h", "d"),
        decimalMark: ".",
        forPrograms: "For programs",
        otherLanguage: ("vi", "Tiếng Việt")
    )

    static let vietnamese = StatusWords(
        language: "vi",
        title: "Tình trạng các thư viện",
        states: [
            .ill: ("Có sự cố", "vừa gặp lỗi, tạm thời không được hỏi"),
            .unsteady: ("Chập chờn", "vừa gặp lỗi, hoặc lỗi quá một lần trong hai mươi lần"),
            .well: ("Tốt", "trả lời bình thường"),
            .unknown: ("Chưa được hỏi", "chưa ai tìm ở đó từ khi khởi động"),
            .off: ("Đã tắt", "theo cấu hình"),
        ],
        allWell: "Mọi thư viện được hỏi đều trả lời.",
        someIll: { ill, all in "\(ill) trong \(all) thư viện có sự cố" },
        draining: "Tiến trình này sắp dừng và không nhận việc mới.",
        columns: ("Thư viện", "Tình trạng", "1 giờ", "24 giờ", "30 ngày", "50 % / 95 % trong", "Kết quả gần nhất"),
        libraries: "Các thư viện",
        databases: "Cơ sở dữ liệu",
        database: "Cơ sở dữ liệu",
        answering: "Thư viện trả lời",
        gateway: "Cổng",
        facts: ("Phiên bản", "Đã chạy", "Bộ nhớ", "Tập kết quả đang giữ", "biểu ghi"),
        ago: { "\($0) trước" },
        since: "đã",
        lastAnswer: "trả lời gần nhất",
        lastFailure: "lỗi gần nhất",
        never: "chưa bao giờ",
        nextProbe: { "sẽ hỏi lại sau \($0)" },
        probing: "đang được thử lại",
        nextSearch: "lần tìm tới sẽ thử lại",
        of: "trên",
        units: ("giây", "phút", "giờ", "ngày"),
        decimalMark: ",",
        forPrograms: "Cho chương trình",
        otherLanguage: ("en", "English")
    )

    /// The language that a reader prefers of the two; English for who prefers neither.
    static func preferred(_ acceptLanguage: String?) -> StatusWords {
        let ranges = (acceptLanguage ?? "").lowercased().split(separator: ",").prefix(32).map { item in
            let parts = item.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return (language: parts.first?.split(separator: "-").first.map(String.init) ?? "", quality: quality)
        }
        func quality(_ language: String) -> Double { ranges.first { $0.language == language }?.quality ?? 0 }
        return quality("vi") > quality("en") ? .vietnamese : .english
    }

    /// A length of time in its largest unit.
    func length(_ seconds: Int) -> String {
        switch max(0, seconds) {
        case 0..<60: "\(max(0, seconds)) \(self.units.second)"
        case 60..<3_600: "\(seconds / 60) \(self.units.minute)"
        case 3_600..<172_800: "\(seconds / 3_600) \(self.units.hour)"
        default: "\(seconds / 86_400) \(self.units.day)"
        }
    }
}
