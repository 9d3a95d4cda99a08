import Federation
import Foundation
import MARC
import TestSupport
import Testing

extension GatewayTests {
    /// One book is one record, whichever library holds it and however it was written there.
    @Suite struct UnionTests {
        static let query = "dc.title = \"truyện kiều\""

        /// The records of *Truyện Kiều* that more than one library holds.
        private func editions(_ query: String = query) async throws -> [MARCRecord] {
            let answer = try await RunningGateway.shared.search(query, ["maximumRecords": "50"])
            return try answer.records().filter { Set($0.holders).count > 1 }
        }

        @Test func recordsOfOneBookAreOneRecordAndNoOtherBookIsInIt() async throws {
            let books = try await DemoTruth.books()
            let records = try await self.editions()
            #expect(records.count == 5)
            let found = records.map { Set($0.sources.compactMap { books[$0] }) }
            #expect(found.allSatisfy { $0.count == 1 }, "a record is of two books")
            #expect(Set(found).count == records.count, "two records are of one book")
            let sources = Set(records.flatMap(\.sources))
            let expected = books.filter { record in found.contains { $0.contains(record.value) } }.keys
            #expect(sources == Set(expected))
        }

        @Test func everyCopyOfEveryHolderHasItsField() async throws {
            let folder = try await DemoLibraries.running().dataFolder
            var catalogues: [String: [MARCRecord]] = [:]
            for code in DemoLibraries.codes {
                let bytes = try Array(Data(contentsOf: URL(filePath: "\(folder)/\(code).mrc")))
                let format: MARCFormat = code == "qtr" ? .unimarc : .marc21
                catalogues[code] = try ISO2709.split(bytes[...]).map { try ISO2709.parse($0, format: format) }
            }
            let records = try await self.editions()
            #expect(Set(records.flatMap(\.holders)) == Set(DemoLibraries.codes))
            for record in records {
                var expected: [String: Int] = [:]
                for source in record.sources {
                    let parts = source.split(separator: ":").map(String.init)
                    let original = try #require(catalogues[parts[0]]?.first { $0.controlNumber == parts[1] })
                    // Each library has its copies in a field of its system.
                    let tag: MARC.Tag = parts[0] == "hue" ? "952" : parts[0] == "qtr" ? "995" : "852"
                    expected[parts[0], default: 0] += original.fields(tag).count
                }
                let copies = Dictionary(record.holders.map { ($0, 1) }, uniquingKeysWith: +)
                #expect(copies == expected)
                #expect(record.fields("852").allSatisfy { $0["a"]?.isEmpty == false && ($0["p"] ?? $0["j"]) != nil })
            }
        }

        @Test(arguments: ["Truyện Kiều", "TRUYỆN KIỀU", "truyện kiều".decomposedStringWithCanonicalMapping])
        func itIsFoundHoweverItIsTyped(_ title: String) async throws {
            let records = try await self.editions("dc.title = \"\(title)\"")
            let usual = try await self.editions()
            #expect(records.map { Set($0.sources) } == usual.map { Set($0.sources) })
        }

        @Test func withoutAccentsItIsFoundWhereAnIndexAllowsThat() async throws {
            let records = try await self.editions("dc.title = \"truyen kieu\"")
            #expect(Set(records.flatMap(\.holders)).isSuperset(of: ["nlv", "tha", "hti", "qtr", "hue"]))
        }

        /// One library by itself, against what another program reads from its catalogue.
        @Test(arguments: ["hti", "qbi", "qtr", "nan", "hue"])
        func theLettersOfEveryCharacterSetAreRead(_ code: String) async throws {
            var configuration = try await Configuration.demo
            configuration.databases[0].targets = [code]
            let records = try await withGateway(configuration) { gateway in
                try await gateway.everything("cql.allRecords = 1", page: 100)
            }
            let catalogue = try await self.titles(code)
            let titles = Set(records.map { Self.bare($0.title) })
            #expect(titles.subtracting(catalogue).isEmpty)
            #expect(titles.count * 10 >= catalogue.count * 9, "\(titles.count) of \(catalogue.count) titles")
            #expect(titles.filter { $0.contains(/[ấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựđ]/) }.count * 2 > titles.count)
            for record in records {
                for field in record.fields {
                    let values = field.isControl ? [field.value] : field.subfields.map(\.value)
                    for value in values {
                        let scalars = value.precomposedStringWithCanonicalMapping.unicodeScalars
                        #expect(scalars.elementsEqual(value.unicodeScalars), "not NFC: \(value)")
                        #expect(!value.unicodeScalars.contains("\u{FFFD}"), "\(value)")
                    }
                }
            }
        }

        /// The titles of a library as `yaz-marcdump` reads them.
        private func titles(_ code: String) async throws -> Set<String> {
            let libraries = try await DemoLibraries.running()
            return try await withTemporaryFolder { folder in
                var file = "\(libraries.dataFolder)/\(code).mrc"
                if code == "hti" {
                    let converted = folder.appending(path: "utf8.mrc").path
                    _ = try await ended(Programs.tcvn3, [file, converted])
                    file = converted
                }
                let encoding = code == "qbi" ? "marc-8" : "utf-8"
                let arguments = ["-f", encoding, "-t", "utf-8", "-o", "marcxml", file]
                let dump = try await ended("yaz-marcdump", arguments).output
                let format: MARCFormat = code == "qtr" ? .unimarc : .marc21
                let records = try MARCXML.parseCollection(Array(dump.utf8), format: format)
                return Set(records.compactMap { $0.first(code == "qtr" ? "200" : "245")?["a"] }.map(Self.bare))
            }
        }

        /// A title without the marks that separate it from what follows, in small letters, as TCVN3 lacks capitals.
        private static func bare(_ title: String) -> String {
            String(
                title.precomposedStringWithCanonicalMapping.trimmingPrefix { $0 == " " }.reversed()
                    .drop { " :/=;,.".contains($0) }.reversed()
            ).lowercased()
        }
    }
}
