import Glibc

/// What a run has shown.
struct Report {
    private let fields: [(key: String, value: String, unit: String)]

    init(_ run: Generator, seconds: Double, before: ProcessFigures?, after: ProcessFigures?) {
        var fields: [(key: String, value: String, unit: String)] = [
            ("offered", Self.number(Double(run.sent + run.waiting) / seconds), "requests/s"),
            ("goodput", Self.number(Double(run.goodInTime) / seconds), "answers of status 200/s, until the end"),
            ("good", "\(run.good.count)", ""),
            ("refused", "\(run.refused.count)", "429 and 503"),
            ("other", "\(run.other)", "other statuses"),
            ("failed", "\(run.failed)", "connections that ended instead of an answer"),
            ("unanswered", "\(run.unanswered)", "at the end"),
        ]
        for (name, times) in [("good", run.good), ("refused", run.refused)] where !times.isEmpty {
            let sorted = times.sorted()
            for (word, part) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1)] {
                let index = min(sorted.count - 1, Int((Double(sorted.count) * part).rounded(.up)) - 1)
                fields.append(("\(name)_\(word)", Self.number(Double(sorted[max(0, index)]) / 1e6), "ms"))
            }
        }
        if run.slowConnections > 0 {
            fields.append(("slow", "\(run.slowConnections)", "slow connections"))
            fields.append(("slow_closed", "\(run.slowClosed)", "times that the server closed one"))
        }
        if let before, let after {
            fields.append(("server_cpu", Self.number(after.cpuSeconds - before.cpuSeconds), "s"))
            fields.append(("server_memory", Self.number(after.megabytes), "MiB"))
        }
        fields.append(("client_cpu", Self.number(ProcessFigures(pid: Int(getpid()))?.cpuSeconds ?? 0), "s"))
        self.fields = fields
    }

    var line: String {
        self.fields.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    var text: String {
        self.fields.map { field in
            let name = field.key.replacing("_", with: " ")
            let padding = String(repeating: " ", count: max(1, 16 - name.count))
            return "\(name)\(padding)\(field.value) \(field.unit)"
        }.joined(separator: "\n")
    }

    private static func number(_ value: Double) -> String {
        value >= 100 ? "\(Int(value.rounded()))" : "\((value * 100).rounded() / 100)"
    }
}

/// What a process has used, as `/proc` tells.
struct ProcessFigures {
    let cpuSeconds: Double
    let megabytes: Double

    init?(pid: Int) {
        var buffer = [CChar](repeating: 0, count: 4096)
        guard let file = unsafe fopen("/proc/\(pid)/stat", "r") else { return nil }
        defer { unsafe fclose(file) }
        let count = unsafe fread(&buffer, 1, buffer.count, file)
        let text = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // The second field is the name in parentheses, which may hold spaces.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let pages = Double(fields[21])
        else { return nil }
        self.cpuSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        self.megabytes = pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
    }
}
