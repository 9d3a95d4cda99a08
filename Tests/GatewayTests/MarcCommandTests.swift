import Foundation
import MARC
import TestSupport
import Testing

/// `lienthong marc` as librarians use it, on the catalogues of the simulated libraries.
@Suite(.enabled(if: Programs.haveLienthong, "the program lienthong is not built beside the tests"))
struct MarcCommandTests {
    private func marc(_ arguments: String...) async throws -> Ended {
        try await ended(Programs.lienthong, ["marc"] + arguments)
    }

    private func catalogue(_ code: String) async throws -> String {
        try await DemoLibraries.running().dataFolder + "/\(code).mrc"
    }

    /// The dump of a file without the lines that name places.
    private func dump(_ file: String, _ arguments: String...) async throws -> [Substring] {
        let result = try await ended(Programs.lienthong, ["marc", "dump", file] + arguments)
        #expect(result.code == 0, "\(result.errors)")
        return result.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
    }

    // MARK: - Dump

    @Test func recordsAreShownWithTheirPlace() async throws {
        let result = try await self.marc("dump", try await self.catalogue("nlv"), "--limit", "2")
        #expect(result.code == 0 && result.errors == "")
        let lines = result.output.split(separator: "\n")
        #expect(lines.first == "# record 1, byte 0")
        #expect(lines.count { $0.hasPrefix("LDR 00000nam") } == 2)
        #expect(lines.contains { $0.contains(/^245 [01]\d \$a/) })
    }

    @Test func theCharacterSetIsFoundOut() async throws {
        let file = try await self.catalogue("hti")
        let found = try await self.marc("dump", file)
        #expect(found.errors.hasPrefix("character set: tcvn3"))
        #expect(found.output.contains("$bKho mượn$j("))
        #expect(try await self.dump(file) == self.dump(file, "--from-charset", "tcvn3"))
        // Each by itself, they are taken for MARC-8, and the command says that something is wrong.
        let alone = try await self.marc("dump", file, "--from-charset", "automatic")
        #expect(alone.errors.contains("bytes that are no characters") && alone.errors.contains("--from-charset"))
    }

    // MARK: - Convert

    @Test(arguments: ["marcxml", "xchange", "json", "iso2709"], ["nlv", "hti", "qbi", "qtr", "hue"])
    func recordsSurviveEveryFormat(_ format: String, _ code: String) async throws {
        let file = try await self.catalogue(code)
        let tags = code == "qtr" ? "unimarc" : "marc21"
        try await withTemporaryFolder { folder in
            let there = folder.appending(path: "there").path
            let charset = code == "hti" ? "tcvn3" : "automatic"
            let reading = ["--tags", tags, "--from-charset", charset, "--limit", "150"]
            let away = try await ended(
                Programs.lienthong,
                ["marc", "convert", file, "--to", format, "-o", there] + reading
            )
            #expect(away.code == 0 && away.output == "" && away.errors == "")
            let again = try await self.dump(there, "--tags", tags, "--from-charset", "automatic")
            let original = try await ended(Programs.lienthong, ["marc", "dump", file] + reading).output
            #expect(again == original.split(separator: "\n").filter { !$0.hasPrefix("#") })
        }
    }

    @Test(arguments: ["marc-8", "vni", "windows-1258", "viqr", "iso-5426", "tcvn3"])
    func recordsSurviveEveryCharacterSetOrAreRefusedByName(_ charset: String) async throws {
        let file = try await self.catalogue("tha")
        try await withTemporaryFolder { folder in
            let there = folder.appending(path: "there.mrc").path
            let away = try await self.marc("convert", file, "--to", "iso2709", "--to-charset", charset, "-o", there)
            let refused = Set(away.errors.matches(of: #/record (\d+), byte \d+, field ...:/#).compactMap { Int($0.1) })
            #expect(away.code == (refused.isEmpty ? 0 : 1))
            if charset == "marc-8" { #expect(refused.isEmpty) }
            if !refused.isEmpty { #expect(away.errors.contains("\(refused.count) of 400 records left out")) }
            func records(_ file: String, _ charset: String) async throws -> [String] {
                let all = try await ended(Programs.lienthong, ["marc", "dump", file, "--from-charset", charset]).output
                return all.components(separatedBy: "\n\n").map { record in
                    record.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("LDR") }
                        .joined(separator: "\n")
                }.filter { !$0.isEmpty }
            }
            let kept = try await records(file, "utf-8").enumerated().filter { !refused.contains($0.offset + 1) }
            #expect(try await records(there, charset) == kept.map(\.element))
            #expect(kept.count > 300, "\(refused.count) refused")
        }
    }

    @Test(arguments: ["mods", "dc"]) func whatIsWrittenInOtherSchemasIsReadBackAsABook(_ format: String) async throws {
        let file = try await self.catalogue("qtr")
        try await withTemporaryFolder { folder in
            let there = folder.appending(path: "there.xml").path
            let away = try await self.marc("convert", file, "--tags", "unimarc", "--to", format, "-o", there)
            #expect(away.code == 0)
            let titles = try await self.dump(there).filter { $0.hasPrefix("245") }
            #expect(titles.count == 285 && titles.allSatisfy { $0.contains("$a") })
        }
    }

    @Test func unimarcBecomesMARC21AndBack() async throws {
        let file = try await self.catalogue("qtr")
        try await withTemporaryFolder { folder in
            let (there, back) = (folder.appending(path: "21.xml").path, folder.appending(path: "uni.xml").path)
            _ = try await self.marc(
                "convert",
                file,
                "--tags",
                "unimarc",
                "--to-tags",
                "marc21",
                "--to",
                "marcxml",
                "-o",
                there
            )
            _ = try await self.marc("convert", there, "--to-tags", "unimarc", "--to", "marcxml", "-o", back)
            func titles(_ lines: [Substring], _ tag: String) -> [Substring] { lines.filter { $0.hasPrefix(tag) } }
            /// MARC 21 does not tell a first statement of responsibility from a later one that stands alone.
            func withFirstStatement(_ line: Substring) -> String {
                String(line.contains("$f") ? line : line.replacing("$g", with: "$f", maxReplacements: 1))
            }
            #expect(try await titles(self.dump(there), "245").count == 285)
            let originals = try await titles(self.dump(file, "--tags", "unimarc"), "200 ").map(withFirstStatement)
            #expect(try await titles(self.dump(back), "200 ").map(String.init) == originals)
        }
    }

    // MARK: - Validate and count

    @Test func faultsAreNamedWithRecordAndByte() async throws {
        let good = try Array(Data(contentsOf: URL(filePath: try await self.catalogue("nlv"))))
        let records = ISO2709.split(good[...])
        var bad = Array(records[1])
        bad[12...16] = Array("99999".utf8)[...]
        let file = Array(records[0]) + bad + Array("no record at all".utf8) + [0x1D] + Array(records[2]) + [0x1D, 0x1A]
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "bad.mrc")
            try Data(file).write(to: path)
            let result = try await self.marc("validate", path.path)
            #expect(result.code == 1)
            let start = records[0].count
            #expect(
                result.output.contains("record 2 (NLV00000002), byte \(start + 12): the base address"),
                "\(result.output)"
            )
            let junk = start + bad.count
            #expect(result.output.contains(/record 3, byte \d+: .* \(unreadable\)/))
            #expect(result.output.matches(of: /record 3, byte (\d+)/).allSatisfy { junk...junk + 17 ~= Int($0.1) ?? 0 })
            #expect(result.output.contains("4 records, 2 with faults, 1 unreadable"))
            try Data(records[0]).write(to: path)
            let clean = try await self.marc("validate", path.path)
            #expect(clean.code == 0 && clean.output == "1 records, 0 with faults, 0 unreadable\n")
        }
    }

    @Test func statisticsNameTheCharacterSetAndCountFields() async throws {
        let result = try await self.marc("stats", try await self.catalogue("hti"))
        #expect(result.code == 0)
        #expect(result.output.hasPrefix("338 records, 0 unreadable\n"))
        #expect(result.output.contains("character set: tcvn3"))
        #expect(result.output.contains(/languages: vie \d+/))
        #expect(result.output.contains(/\n245 +338 +338 +\$a 338/))
    }

    // MARK: - What goes wrong

    @Test func aFileThatIsNoneIsRefusedInAWord() async throws {
        let missing = try await self.marc("dump", "/no/such/file.mrc")
        #expect(missing.code == 1 && missing.errors == "Error: there is no file \"/no/such/file.mrc\"\n")
        let folder = try await self.marc("stats", "/tmp")
        #expect(folder.code == 1 && folder.errors == "Error: \"/tmp\" is a folder\n")
        let program = try await self.marc("stats", Programs.lienthong)
        #expect(program.code == 1 && program.errors.contains("none of the first 20 pieces of the file is a record"))
        let charset = try await self.marc("dump", "/dev/null", "--from-charset", "tcvn")
        #expect(charset.code == 64 && charset.errors.contains("known: detect, automatic, utf-8, marc-8, tcvn3"))
        let output = try await self.marc("convert", "/dev/null", "--to", "json", "-o", "/no/such/folder/x")
        #expect(output.code == 1 && output.errors.contains("cannot be written"))
        let other = try await self.marc("convert", "/dev/null", "--to", "json", "--to-charset", "tcvn3")
        #expect(other.code == 64 && other.errors.contains("--to-charset is for iso2709"))
    }

    @Test func progressIsShownWhenReadingTakesLong() async throws {
        let file = try await self.catalogue("nlv")
        let program = Programs.lienthong
        // A slow source, such as a network drive.
        let result = try await ended(
            "bash",
            ["-c", "(cat '\(file)'; sleep 3.2; cat '\(file)') | '\(program)' marc stats -"]
        )
        #expect(result.code == 0 && result.output.hasPrefix("1726 records"))
        #expect(result.errors.contains(/\d+ records\n/), "\(result.errors)")
    }

    @Test(arguments: ["dump", "convert", "validate", "stats"]) func helpSaysWhatThereIs(_ command: String) async throws
    {
        let help = try await self.marc(command, "--help")
        #expect(help.code == 0 && help.output.contains("--from-charset") && help.output.contains("windows-1258"))
        let overview = try await self.marc("--help")
        #expect(overview.output.contains(command) && overview.output.contains("lienthong marc stats catalogue.mrc"))
    }
}
