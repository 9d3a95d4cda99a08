import MARC

/// What a cataloguer would want to know about a record.
struct MarcChecks {
    private var numbers: Set<String> = []
    /// Above so many control numbers, duplicates are not looked for any more.
    private static let maximumNumbers = 5_000_000

    /// The faults of one record, a line each with its place.
    mutating func findings(_ item: MarcFile.Item) -> [String] {
        let record: MARCRecord
        switch item.result {
        case .failure(let error): return ["\(item.message(error)) (unreadable)"]
        case .success(let found): record = found
        }
        let name = "record \(item.number)" + (record.controlNumber.map { " (\($0))" } ?? "")
        var findings = record.repairs.map { repair -> String in
            let place = repair.offset.map { ", byte \(item.offset + $0)" } ?? ""
            let field = repair.tag.map { ", field \($0)" } ?? ""
            return "\(name)\(place)\(field): \(repair.note)"
        }
        func add(_ text: String) { findings.append("\(name): \(text)") }
        let title: Tag = record.format == .unimarc ? "200" : "245"
        switch record.fields(title).count {
        case 0: add("there is no title (\(title))")
        case 1: break
        case let count: add("there are \(count) titles (\(title))")
        }
        switch record.fields("001").count {
        case 0: add("there is no control number (001)")
        case 1:
            if let number = record.controlNumber, self.numbers.count < Self.maximumNumbers,
                !self.numbers.insert(number).inserted
            {
                add("another record before has the control number \(number)")
            }
        case let count: add("there are \(count) control numbers (001)")
        }
        if record.format == .marc21, let codes = record.first("008")?.value, codes.utf8.count != 40 {
            add("008 has \(codes.utf8.count) characters and not 40")
        }
        for field in record.fields(record.format == .unimarc ? "010" : "020") {
            if let value = field["a"], let reason = Self.isbnFault(value) { add("the ISBN \(value) \(reason)") }
        }
        for field in record.fields where !field.isControl && field.subfields.isEmpty {
            add("field \(field.tag) is empty")
        }
        return findings
    }

    /// What is wrong with an ISBN; nil when nothing is, or when it is no ISBN at all.
    static func isbnFault(_ text: String) -> String? {
        let characters = text.prefix { $0.isNumber || $0 == "-" || $0 == "X" || $0 == "x" }.filter { $0 != "-" }
            .uppercased()
        let digits = characters.compactMap { $0 == "X" ? 10 : $0.wholeNumberValue }
        switch digits.count {
        case 10:
            let sum = digits.enumerated().reduce(0) { $0 + $1.element * (10 - $1.offset) }
            return sum % 11 == 0 ? nil : "has a wrong check digit"
        case 13:
            let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
            return sum % 10 == 0 ? nil : "has a wrong check digit"
        case 0: return nil
        default: return "has \(digits.count) digits"
        }
    }
}
