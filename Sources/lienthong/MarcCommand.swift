public import ArgumentParser
public import MARC

/// The command `lienthong marc`.
struct MarcCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marc",
        abstract: "Look at files of records, check and convert them.",
        discussion: """
            Formats: iso2709, marcxml, xchange (MarcXchange, unimarcXchange), json (MARC-in-JSON), mods, dc; dump writes text. \
            The format is known by the first character, the character set by the first 500 records. Files of any size are \
            read record by record. "-" is standard input or output.

            What is in this file?
              lienthong marc stats catalogue.mrc
            What is wrong with it, and where?
              lienthong marc validate catalogue.mrc
            The first three records:
              lienthong marc dump catalogue.mrc --limit 3
            The ABC fonts become Unicode:
              lienthong marc convert catalogue.mrc --to marcxml -o catalogue.xml
            UNIMARC becomes MARC 21:
              lienthong marc convert bnf.mrc --tags unimarc --to-tags marc21 --to iso2709 -o bnf21.mrc

            The exit code is 0 when all went well, 1 when a record could not be read or written or has a fault, 64 when the command \
            itself is wrong.
            """,
        subcommands: [Dump.self, Convert.self, Validate.self, Stats.self]
    )

    /// What is read, and how.
    struct Input: ParsableArguments {
        @Argument(help: "The file; \"-\" is standard input.")
        var file: String

        @Option(
            help:
                "The format of the file: iso2709, marcxml, xchange, json, mods, dc. By default its first character tells."
        )
        var from: MarcFile.Format?

        @Option(
            help: ArgumentHelp(
                "The character set of records in iso2709: detect (found out over the first 500), automatic (what each "
                    + "record says of itself), or one of "
                    + CharacterEncoding.allCases.dropFirst().map(\.rawValue).joined(separator: ", ") + ".",
                valueName: "charset"
            )
        )
        var fromCharset = "detect"

        @Option(
            help:
                "Which tags the records use: marc21, unimarc. By default MARC 21, and in XML and JSON what the record says."
        )
        var tags: MARCFormat?

        @Option(help: "Stop after so many records.")
        var limit: Int?

        func validate() throws {
            if self.fromCharset != "detect", CharacterEncoding(rawValue: self.fromCharset) == nil {
                let known = ["detect"] + CharacterEncoding.allCases.map(\.rawValue)
                throw ValidationError(
                    "there is no character set \"\(self.fromCharset)\"; known: \(known.joined(separator: ", "))"
                )
            }
            if let limit, limit < 1 { throw ValidationError("--limit counts from 1") }
        }

        /// Opens the file.
        func open() throws -> MarcFile {
            try MarcFile(
                self.file,
                format: self.from,
                tags: self.tags,
                encoding: CharacterEncoding(rawValue: self.fromCharset),
                limit: self.limit
            )
        }
    }

    /// The command `lienthong marc dump`.
    struct Dump: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print records line by line, with what had to be mended."
        )

        @OptionGroup var input: Input

        func run() throws {
            var output = try MarcOutput("-", .text, encoding: .utf8)
            var file = try self.input.open()
            while let item = try file.next() {
                switch item.result {
                case .success(let record): try output.write(record, note: "record \(item.number), byte \(item.offset)")
                case .failure(let error): StandardError.print(item.message(error))
                }
            }
            try output.finish()
            if file.refused > 0 { throw ExitCode(1) }
        }
    }

    /// The command `lienthong marc convert`.
    struct Convert: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write records in another format, character set or family of MARC.",
            discussion: """
                A record that cannot be read or written is named with its place and left out; the exit code is then 1. Nothing \
                is ever replaced silently: a character that the character set does not have refuses its record.

                  lienthong marc convert catalogue.mrc --to iso2709 --to-charset marc-8 -o marc8.mrc
                  lienthong marc convert catalogue.xml --to mods -o mods.xml
                  lienthong marc convert catalogue.mrc --to json | grep …
                """
        )

        @OptionGroup var input: Input

        @Option(help: "The format to write: iso2709, marcxml, xchange, json, mods, dc, text.")
        var to: MarcOutput.Format

        @Option(help: ArgumentHelp("The character set to write, for iso2709.", valueName: "charset"))
        var toCharset = CharacterEncoding.utf8

        @Option(help: "Convert to these tags: marc21, unimarc.")
        var toTags: MARCFormat?

        @Option(name: .shortAndLong, help: "Where to write.")
        var output = "-"

        func validate() throws {
            if self.toCharset != .utf8, self.to != .iso2709 {
                throw ValidationError("--to-charset is for iso2709; all other formats are UTF-8")
            }
        }

        func run() throws {
            var output = try MarcOutput(self.output, self.to, encoding: self.toCharset)
            var file = try self.input.open()
            var refused = 0
            while let item = try file.next() {
                do {
                    var record = try item.result.get()
                    if self.toTags == .unimarc { record = UNIMARC.unimarc(record) }
                    if self.toTags == .marc21 { record = UNIMARC.marc21(record) }
                    try output.write(record)
                } catch let error as MARCError {
                    refused += 1
                    StandardError.print(item.message(error))
                }
            }
            try output.finish()
            if refused > 0 {
                StandardError.print("\(refused) of \(file.count) records left out")
                throw ExitCode(1)
            }
        }
    }

    /// The command `lienthong marc validate`.
    struct Validate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with each record, and at which byte; the exit code is 1 when something is."
        )

        @OptionGroup var input: Input

        func run() throws {
            var file = try self.input.open()
            var checks = MarcChecks()
            var faulty = 0
            while let item = try file.next() {
                let findings = checks.findings(item)
                if !findings.isEmpty { faulty += 1 }
                for finding in findings { print(finding) }
            }
            print("\(file.count) records, \(faulty) with faults, \(file.refused) unreadable")
            if faulty > 0 { throw ExitCode(1) }
        }
    }

    /// The command `lienthong marc stats`.
    struct Stats: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count fields, sizes, damage, languages, and find out the character set."
        )

        @OptionGroup var input: Input

        func run() throws {
            var file = try self.input.open()
            var statistics = MarcStatistics(tags: self.input.tags ?? .marc21)
            while let item = try file.next() { statistics.add(item) }
            print(statistics.text)
        }
    }
}

extension MARCFormat: ExpressibleByArgument {}
extension CharacterEncoding: ExpressibleByArgument {}
