import Glibc
import MARC
import Scoring

/// Writes a line to standard error.
func note(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = unsafe Glibc.write(2, line, line.count)
}

func fail(_ text: String) -> Never {
    note("matching: \(text)")
    exit(1)
}

func read(_ path: String) -> [UInt8] {
    guard let file = unsafe fopen(path, "rb") else { fail("cannot read \(path)") }
    defer { unsafe fclose(file) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let count = unsafe fread(&buffer, 1, buffer.count, file)
        if count == 0 { return content }
        content += buffer[..<count]
    }
}

/// Reads a file of records; `name.mrc=unimarc,tcvn3` says the format and character set, which files do not tell by themselves.
func records(_ argument: String) -> [SourceRecord] {
    let parts = argument.split(separator: "=", maxSplits: 1)
    let path = String(parts[0])
    let options = parts.count > 1 ? parts[1].split(separator: ",").map(String.init) : []
    let format: MARCFormat = options.contains("unimarc") ? .unimarc : .marc21
    let encoding = options.compactMap { CharacterEncoding(rawValue: $0) }.first ?? .automatic
    let bytes = read(path)
    let records: [MARCRecord]
    if path.hasSuffix(".mrc") {
        records = ISO2709.split(bytes[...]).compactMap { try? ISO2709.parse($0, format: format, encoding: encoding) }
    } else {
        records = (try? MARCXML.parseCollection(bytes)) ?? []
    }
    let name = String(path.split(separator: "/").last ?? "")
    return records.enumerated().map { place, record in
        SourceRecord(
            target: name,
            position: place + 1,
            record: record.format == .unimarc ? UNIMARC.marc21(record) : record
        )
    }
}

var arguments = Array(CommandLine.arguments.dropFirst())
guard !arguments.isEmpty else {
    fail("dedup | pairs | explain | titles | steps  FILE… [--level L] [--model FILE] [--output FILE] [--batch N]")
}
let command = arguments.removeFirst()
var level = MatchLevel.manifestation
var model = MatchModel.standard
var output = "/dev/stdout"
var files: [String] = []
var wanted: [String] = []
var batch = Int.max
while !arguments.isEmpty {
    let argument = arguments.removeFirst()
    func value() -> String { arguments.isEmpty ? "" : arguments.removeFirst() }
    switch argument {
    case "--level": level = MatchLevel(rawValue: value()) ?? .manifestation
    case "--model": model = MatchModel(String(decoding: read(value()), as: UTF8.self))
    case "--output": output = value()
    case "--batch": batch = Int(value()) ?? .max
    case "--records": wanted = value().split(separator: ",").map(String.init)
    default: files.append(argument)
    }
}
let all = files.flatMap(records)
guard let file = unsafe fopen(output, "w") else { fail("cannot write \(output)") }
func write(_ text: String) { unsafe fputs(text + "\n", file) }
func number(_ record: SourceRecord) -> String { record.record.controlNumber ?? "" }

switch command {
case "dedup":
    var clustering = Clustering(level: level, model: model)
    for start in stride(from: 0, to: all.count, by: min(batch, max(all.count, 1))) {
        clustering.insert(Array(all[start..<min(all.count, start + min(batch, all.count))]))
    }
    write("file\tposition\tcontrol_number\tcluster_id\tscore")
    for cluster in clustering.clusters {
        for member in cluster.members {
            write("\(member.target)\t\(member.position)\t\(number(member))\t\(cluster.id)\t1")
        }
    }
    note("\(all.count) records, \(clustering.count) clusters, \(clustering.comparisonCount) pairs")
case "pairs":
    write(
        "file\trecord\tfile\trecord\tmaterial\tvetoes\tlogodds\t"
            + MatchField.allCases.map { "\($0)" }.joined(separator: "\t")
    )
    CandidatePairs.forEach(in: all, level: level, model: model) { left, right, levels, vetoes, material, logOdds in
        write(
            "\(all[left].target)\t\(number(all[left]))\t\(all[right].target)\t\(number(all[right]))\t\(material)\t"
                + "\(vetoes)\t\(logOdds)\t" + levels.map(String.init).joined(separator: "\t")
        )
    }
case "steps":
    var clustering = KeyClustering(level: level, model: model)
    for record in all { clustering.add(record) }
    clustering.update()
    for (id, _) in clustering.clusters {
        for step in clustering.mergeSteps(of: id) {
            write("\(id)\t\(step.level)\t\(number(all[step.left]))\t\(number(all[step.right]))\t\(step.size)")
        }
    }
case "titles":
    for record in all {
        let title = record.record.fields("245").first
        write(Normalization.foldKey((title?["a"] ?? "") + " " + (title?["b"] ?? "")))
    }
case "explain":
    let chosen = wanted.isEmpty ? all : wanted.compactMap { name in all.first { number($0) == name } }
    guard chosen.count == 2 else { fail("explain needs two records, or --records A,B") }
    write("\(MatchExplanation(chosen[0].record, chosen[1].record, level: level, model: model))")
default: fail("no command \(command)")
}
unsafe fclose(file)
