import Foundation
import MARC
import SRU
import Testing
import XML

extension GatewayTests {
    /// More clients that others have written: each searches, pages to the end, and is told what is wrong.
    @Suite("K01, K02: clients of others") struct OtherClientsTests {
        static let query = "dc.title = \"lịch sử\""

        private func expected() async throws -> [String] {
            try await RunningGateway.shared.everything(Self.query).compactMap(\.controlNumber)
        }

        @Test(.enabled(if: Programs.havePerl("Catmandu/Importer/SRU.pm"), "libcatmandu-sru-perl is not installed"))
        func catmanduReadsTheWholeResult() async throws {
            let script = """
                use strict; use warnings; use Catmandu::Importer::SRU;
                my ($url, $query) = @ARGV;
                binmode STDOUT, ':utf8';
                utf8::decode($query);
                my %options = (base => $url, query => $query, recordSchema => 'marcxml', parser => 'marcxml');
                Catmandu::Importer::SRU->new(%options)->each(sub {
                    for my $field (@{$_[0]->{record}}) {
                        print "001 $field->[4]\\n" if $field->[0] eq '001';
                        print "245 $field->[4]\\n" if $field->[0] eq '245';
                    }
                });
                """
            let result = try await ended("perl", ["-e", script, RunningGateway.shared.url, Self.query])
            #expect(result.code == 0, "\(result.errors)")
            let seen = result.output.matches(of: /(?m)^001 (.+)$/).map { String($0.1) }
            #expect(seen == (try await self.expected()))
            #expect(result.output.contains("Lịch sử"))
        }

        @Test(.enabled(if: Programs.havePerl("Catmandu/Importer/SRU.pm"), "libcatmandu-sru-perl is not installed"))
        func catmanduReadsDublinCoreByDefault() async throws {
            let script = """
                use strict; use warnings; use Catmandu::Importer::SRU;
                my ($url, $query) = @ARGV;
                utf8::decode($query);
                my $n = Catmandu::Importer::SRU->new(base => $url, query => $query)->count;
                print "$n records\\n";
                """
            let result = try await ended("perl", ["-e", script, RunningGateway.shared.url, Self.query])
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output == "\(try await self.expected().count) records\n", "\(result.output)")
        }

        /// SRU.pm writes the requests; what is answered is read as plain XML.
        @Test(.enabled(if: Programs.havePerl("SRU/Request.pm"), "libsru-perl is not installed"))
        func perlWritesEveryKindOfRequest() async throws {
            let script = """
                use strict; use warnings; use SRU::Request;
                my ($url, $query) = @ARGV;
                for my $request (
                    SRU::Request::Explain->new(base => $url, version => '1.1'),
                    SRU::Request::SearchRetrieve->new(base => $url, version => '1.1', query => $query,
                        maximumRecords => 5, startRecord => 3, recordSchema => 'dc'),
                    SRU::Request::Scan->new(base => $url, version => '1.1', scanClause => 'dc.title = nam',
                        maximumTerms => 3, responsePosition => 1),
                    SRU::Request::SearchRetrieve->new(base => $url, version => '1.1', query => 'dc.colour = red'),
                ) {
                    print $request->asURI->as_string, "\\n";
                }
                """
            let query = "dc.title = \"truyen kieu\""
            let result = try await ended("perl", ["-e", script, RunningGateway.shared.url, query])
            let urls = result.output.split(separator: "\n").map(String.init)
            try #require(urls.count == 4, "\(result.errors)")
            var answers: [Answer] = []
            for url in urls {
                // A request for explain forgets its base.
                let query = try #require(url.firstIndex(of: "?"))
                answers.append(try await RunningGateway.shared.get("/sru/demo" + url[query...]))
            }
            #expect(try answers[0].explainRecord().name.local == "explain")
            #expect(try answers[1].recordElements.first?.first("recordPosition")?.text == "3")
            #expect(try answers[2].terms.count == 3)
            #expect(try answers[3].diagnostics() == [16])
        }

        @Test(.enabled(if: Programs.havePython("srupy"), "srupy is not installed; scripts/test does that"))
        func srupyReadsTheWholeResult() async throws {
            let script = """
                import sys
                from srupy import SRUpy
                client = SRUpy(sys.argv[1])
                for record in client.get_records(query=sys.argv[2], recordSchema="marcxml"):
                    text = str(record)
                    start = text.find('tag="001">') + len('tag="001">')
                    print("001", text[start:text.find("<", start)])
                """
            let result = try await ended(Programs.python, ["-c", script, RunningGateway.shared.url, Self.query])
            #expect(result.code == 0, "\(result.errors)")
            let seen = result.output.matches(of: /(?m)^001 (.+)$/).map { String($0.1) }
            #expect(seen == (try await self.expected()))
        }

        @Test(.enabled(if: Programs.havePython("almasru"), "almasru is not installed; scripts/test does that"))
        func almasruReadsTheWholeResultAndTheError() async throws {
            let script = """
                import os, sys
                from almasru.client import SruClient, SruRequest
                os.chdir(sys.argv[3])
                os.mkdir("requests")
                SruClient.set_base_url(sys.argv[1])
                answer = SruRequest(sys.argv[2], limit=1000, base_url=sys.argv[1])
                for record in answer.records:
                    print("001", record.data.find(".//{*}controlfield[@tag='001']").text)
                wrong = SruRequest("dc.colour = red", limit=5, base_url=sys.argv[1])
                print(wrong.error, wrong.error_messages)
                """
            try await withTemporaryFolder { folder in
                let arguments = ["-c", script, try RunningGateway.shared.url, Self.query, folder.path]
                let result = try await ended(Programs.python, arguments)
                #expect(result.code == 0, "\(result.errors)")
                let seen = result.output.matches(of: /(?m)^001 (.+)$/).map { String($0.1) }
                #expect(seen == (try await self.expected()))
                #expect(result.output.contains(/True \['Unsupported index/), "\(result.output)")
            }
        }

        @Test(.enabled(if: Programs.havePython("polymatheia"), "polymatheia is not installed; scripts/test does that"))
        func polymatheiaReadsTheWholeResult() async throws {
            let script = """
                import sys
                from polymatheia.data.reader import SRURecordReader
                print(SRURecordReader.result_count(sys.argv[1], sys.argv[2]), "records")
                for record in SRURecordReader(sys.argv[1], sys.argv[2], record_schema="marcxml"):
                    field = record["zs_recordData"]["{http://www.loc.gov/MARC21/slim}record"]["controlfield"]
                    print("001", field[0]["_text"])
                """
            let result = try await ended(Programs.python, ["-c", script, RunningGateway.shared.url, Self.query])
            #expect(result.code == 0, "\(result.errors)")
            let expected = try await self.expected()
            #expect(result.output.hasPrefix("\(expected.count) records\n"), "\(result.output)")
            #expect(result.output.matches(of: /(?m)^001 (.+)$/).map { String($0.1) } == expected)
        }
    }
}
