import Foundation
import MARC
import SRU
import TestSupport
import Testing
import XML

extension GatewayTests {
    /// Clients that others have written, as they come: each reads a whole result of more than a hundred records.
    @Suite struct ClientTests {
        static let query = "dc.title = \"lịch sử\""

        /// The control numbers of the whole result in their order, read over plain HTTP.
        private func expected() async throws -> [String] {
            let records = try await RunningGateway.shared.everything(Self.query)
            return records.compactMap(\.controlNumber)
        }

        /// Expects that a client has seen every record once, in order, with its letters.
        private func expectEverything(_ output: String, sourceLocation: SourceLocation = #_sourceLocation) async throws
        {
            let expected = try await self.expected()
            #expect(expected.count >= 100, sourceLocation: sourceLocation)
            let seen = output.matches(of: /tag="001">([^<]*)</).map { String($0.1) }
            #expect(
                seen == expected,
                "\(seen.count) records, \(Set(seen).count) different",
                sourceLocation: sourceLocation
            )
            #expect(output.contains("Lịch sử"), sourceLocation: sourceLocation)
        }

        @Test func theResultHoldsEveryRecordOfEveryLibraryOnce() async throws {
            let answer = try await RunningGateway.shared.search(Self.query, ["maximumRecords": "0"])
            let hits = try answer.targets().values.compactMap { Int($0.attribute("hits") ?? "") }
            let records = try await RunningGateway.shared.everything(Self.query)
            let sources = records.flatMap(\.sources)
            #expect(hits.count == DemoLibraries.codes.count)
            #expect(sources.count == hits.reduce(0, +))
            #expect(Set(sources).count == sources.count)
            #expect(try answer.response().numberOfRecords == records.count)
        }

        @Test(arguments: SRUVersion.allCases, SRUEndpoint.Method.allCases)
        func yazClientReadsTheWholeResult(_ version: SRUVersion, _ method: SRUEndpoint.Method) async throws {
            let url = try RunningGateway.shared.url
            let commands = """
                sru \(method.rawValue) \(version.rawValue)
                open \(url)
                querytype cql
                schema marcxml
                find \(Self.query)
                show 1+40
                show 41+40
                show 81+40
                quit

                """
            let result = try await withTemporaryFolder { folder in
                let file = folder.appending(path: "commands")
                try Data(commands.utf8).write(to: file)
                return try await ended("yaz-client", ["-f", file.path])
            }
            try await self.expectEverything(result.output)
        }

        @Test(arguments: SRUVersion.allCases, SRUEndpoint.Method.allCases)
        func zoomshReadsTheWholeResult(_ version: SRUVersion, _ method: SRUEndpoint.Method) async throws {
            let commands = [
                "set sru \(method.rawValue)", "set sru_version \(version.rawValue)", "set preferredRecordSyntax xml",
                "connect \(try RunningGateway.shared.url)", "search cql:\(Self.query)", "show 0 40", "show 40 40",
                "show 80 40", "quit",
            ]
            try await self.expectEverything(try await ended("zoomsh", commands).output)
        }

        /// As Koha's search of other libraries does: SOAP, asynchronous, no schema, MARC asked for, 20 at a time.
        @Test(.enabled(if: Programs.havePerlZOOM, "libnet-z3950-zoom-perl is not installed"))
        func perlReadsTheWholeResultInTheWayOfKoha() async throws {
            let script = """
                use strict; use warnings; use ZOOM;
                my ($url, $query) = @ARGV;
                my $options = ZOOM::Options->new();
                $options->option(async => 1);
                $options->option(preferredRecordSyntax => 'usmarc');
                $options->option(elementSetName => 'F');
                my $connection = create ZOOM::Connection($options);
                $connection->connect($url, 0);
                my $results = $connection->search(ZOOM::Query::CQL->new($query));
                while (ZOOM::event([$connection]) != 0) {}
                my ($code, $message, $details) = $connection->error_x();
                die "$code $message $details" if $code;
                my $hits = $results->size();
                for (my $first = 0; $first < $hits; $first += 20) {
                    my $wanted = $hits - $first < 20 ? $hits - $first : 20;
                    $results->records($first, $wanted, 0);
                    while (ZOOM::event([$connection]) != 0) {}
                    for my $position ($first .. $first + $wanted - 1) {
                        my $record = $results->record($position) or die "no record at $position";
                        print $record->raw(), "\\n";
                    }
                }
                """
            let result = try await ended("perl", ["-e", script, RunningGateway.shared.url, Self.query])
            #expect(result.code == 0, "\(result.errors)")
            try await self.expectEverything(result.output)
        }

        @Test(
            .enabled(if: Programs.haveSruthi, "sruthi is not installed; scripts/test does that"),
            arguments: [7, 50, 100]
        )
        func sruthiReadsTheWholeResult(_ page: Int) async throws {
            let script = """
                import sruthi, sys
                for record in sruthi.searchretrieve(sys.argv[1], sys.argv[2], maximum_records=int(sys.argv[3])):
                    for field in record["controlfield"]:
                        if field["tag"] == "001":
                            print('tag="001">' + field["text"] + "<")
                    for field in record["datafield"]:
                        if field["tag"] == "245":
                            print(field["subfield"])
                """
            let arguments = ["-c", script, try RunningGateway.shared.url, Self.query, "\(page)"]
            let result = try await ended(Programs.python, arguments)
            #expect(result.code == 0, "\(result.errors)")
            try await self.expectEverything(result.output)
        }

        @Test(.enabled(if: Programs.haveSruthi, "sruthi is not installed; scripts/test does that"))
        func sruthiReadsTheDescriptionOfTheDatabase() async throws {
            let script = """
                import sruthi, sys
                explain = sruthi.explain(sys.argv[1])
                print(explain.database["title"], sorted(explain.schema), sorted(explain.index["dc"]))
                """
            let result = try await ended(Programs.python, ["-c", script, RunningGateway.shared.url])
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output.contains("Seven simulated libraries"), "\(result.output)")
            let schemas = "['dc', 'marcxml', 'merged', 'mods', 'sources', 'unimarcxml']"
            #expect(result.output.contains(schemas), "\(result.output)")
            #expect(result.output.contains("'creator'"), "\(result.output)")
        }

        @Test(arguments: SRUEndpoint.Method.allCases)
        func clientsShowWhatIsWrongWithAQuery(_ method: SRUEndpoint.Method) async throws {
            let commands = [
                "set sru \(method.rawValue)", "connect \(try RunningGateway.shared.url)",
                "search cql:dc.colour=red", "quit",
            ]
            let result = try await ended("zoomsh", commands)
            #expect(result.output.contains("Unsupported index"), "\(result.output)")
            #expect(result.output.contains("dc.colour"), "\(result.output)")
        }
    }
}
