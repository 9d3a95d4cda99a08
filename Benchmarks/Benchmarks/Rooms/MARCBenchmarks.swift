import Benchmark
import MARC
import XML

func registerMARC() throws {
    for (name, library) in [("UTF-8", "nlv"), ("MARC-8", "qbi"), ("TCVN3", "hti")] {
        let catalogue = try Catalogue(library, limit: 100)
        Benchmark("MARC.parse.ISO2709.\(name).100_records") { benchmark in
            for _ in benchmark.scaledIterations {
                for record in catalogue.records { blackHole(try catalogue.parse(record)) }
            }
        }
    }
    let unimarc = try Catalogue("qtr", limit: 100)
    let unimarcRecords = try unimarc.records.map { try unimarc.parse($0) }
    Benchmark("MARC.UNIMARC_to_MARC21.100_records") { benchmark in
        for _ in benchmark.scaledIterations {
            for record in unimarcRecords { blackHole(UNIMARC.marc21(record)) }
        }
    }
    let catalogue = try Catalogue("nlv", limit: 100)
    let records = try catalogue.records.map { try catalogue.parse($0) }
    Benchmark("MARC.write.MARCXML.100_records") { benchmark in
        for _ in benchmark.scaledIterations {
            var writer = XMLWriter(reserving: 1 << 18)
            for record in records { MARCXML.write(record, into: &writer) }
            blackHole(writer.bytes)
        }
    }
    Benchmark("MARC.write.MODS.100_records") { benchmark in
        for _ in benchmark.scaledIterations {
            var writer = XMLWriter(reserving: 1 << 18)
            for record in records { MODS.write(record, into: &writer) }
            blackHole(writer.bytes)
        }
    }
    Benchmark("MARC.write.Dublin_Core.100_records") { benchmark in
        for _ in benchmark.scaledIterations {
            var writer = XMLWriter(reserving: 1 << 18)
            for record in records { DublinCore.write(record, into: &writer) }
            blackHole(writer.bytes)
        }
    }
    for encoding in [CharacterEncoding.utf8, .marc8] {
        Benchmark("MARC.write.ISO2709.\(encoding.rawValue).100_records") { benchmark in
            for _ in benchmark.scaledIterations {
                for record in records { blackHole(try ISO2709.serialize(record, encoding: encoding)) }
            }
        }
    }
    let documents = records.map { record in
        var writer = XMLWriter()
        MARCXML.write(record, into: &writer)
        return writer.bytes
    }
    Benchmark("MARC.parse.MARCXML.100_records") { benchmark in
        for _ in benchmark.scaledIterations {
            for document in documents { blackHole(try MARCXML.parse(document)) }
        }
    }
}
