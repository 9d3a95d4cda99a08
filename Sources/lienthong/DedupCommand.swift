public import ArgumentParser
import FoundationEssentials
import MARC
public import Scoring

/// The command `lienthong dedup`.
struct DedupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dedup",
        abstract: "Find the records of several files that describe the same thing; make one catalogue of them.",
        discussion: """
            Each file is one library: ISO 2709 or MARCXML. Its character set and whether it is MARC 21 or UNIMARC are found out from
            its records; say them behind the name where that fails: hatinh.mrc=tcvn3 quangtri.mrc=unimarc.

            The output has one line a record: file, position in it from 1, control number (001), cluster, score. Records with the
            same cluster are the same thing; the score is the probability that a record belongs there. Records that cannot
            be read are named and left out. docs/scoring.md says by what rules.

              lienthong dedup nlv.mrc tha.mrc hatinh.mrc=tcvn3 --output clusters.tsv
              lienthong dedup *.mrc --output clusters.tsv --merged union.mrc
              lienthong dedup *.mrc --explain 66y07derh54wh
            """
    )

    @Argument(help: "The files, each with =CHARSET, =unimarc or =CHARSET,unimarc behind it where that has to be said.")
    var files: [String]

    @Option(help: "What counts as the same thing: manifestation, expression, work.")
    var level = MatchLevel.manifestation

    @Option(name: .shortAndLong, help: "Where the list of records and clusters goes; \"-\" is standard output.")
    var output: String?

    @Option(help: "Write one merged record for each cluster: ISO 2709, or MARCXML if the name ends in .xml.")
    var merged: String?

    @Option(help: "Print why the records of a cluster are together.")
    var explain: String?

    @Option(
        help:
            "The format of all files: iso2709, marcxml, xchange, json, mods, dc. By default the first character tells."
    )
    var from: MarcFile.Format?

    @Option(
        help: ArgumentHelp(
            "The character set of all files: detect, automatic (each record says), or one of "
                + CharacterEncoding.allCases.dropFirst().map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "charset"
        )
    )
    var fromCharset = "detect"

    @Option(help: "Which tags all files use: marc21, unimarc. By default the records tell.")
    var tags: MARCFormat?

    @Option(help: ArgumentHelp("Judge by this table of weights instead of the one built in.", visibility: .hidden))
    var model: String?

    func validate() throws {
        if self.fromCharset != "detect", CharacterEncoding(rawValue: self.fromCharset) == nil {
            throw ValidationError("there is no character set \"\(self.fromCharset)\"; see `lienthong help dedup`")
        }
        if self.merged != nil, self.level != .manifestation {
            throw ValidationError(
                """
                --merged needs --level manifestation: one record cannot describe several editions.
                Leave out --level, or --merged.
                """
            )
        }
        if let merged, merged == self.output || merged == "-" {
            throw ValidationError("--merged needs a file of its own")
        }
    }

    func run() throws {
        let sources = try DedupSource.sources(
            self.files,
            format: self.from,
            tags: self.tags,
            encoding: self.fromCharset == "detect" ? .detected : .given(CharacterEncoding(rawValue: self.fromCharset))
        )
        let hasList = self.output != nil || self.merged == nil && self.explain == nil
        var list = hasList ? try ClusterList(self.output ?? "-") : nil
        var union = try self.merged.map { try UnionCatalogue($0) }
        var catalogue = DedupCatalogue(sources, level: self.level, model: try self.weights())
        try catalogue.read()
        guard catalogue.count > 0 else { throw CommandFailure("there is no readable record in these files") }
        if let id = self.explain { print(try catalogue.explanation(of: id)) }
        try list?.write(catalogue)
        try union?.write(catalogue)
        guard hasList || self.merged != nil else { return }
        let summary = catalogue.summary
        // The summary is for people: it does not get into a list that a program reads.
        if hasList, self.output == nil || self.output == "-" { StandardError.print(summary) } else { print(summary) }
        if union?.refused ?? 0 > 0 { throw ExitCode(1) }
    }

    private func weights() throws -> MatchModel {
        guard let model else { return .standard }
        guard let text = try? String(contentsOfFile: model, encoding: .utf8) else {
            throw ValidationError("the file \"\(model)\" cannot be read")
        }
        return MatchModel(text)
    }
}

extension MatchLevel: ExpressibleByArgument {}
