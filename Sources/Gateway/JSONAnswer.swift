import Federation
import MARC
import SRU
import XML

/// The answers as JSON, from the same values as their XML; `docs/sru.md` describes the members.
enum JSONAnswer {
    static func search(_ outcome: SearchOutcome) -> [UInt8] {
        let response = outcome.response
        return self.document { writer in
            writer.string("version", response.version.rawValue)
            writer.number("numberOfRecords", response.numberOfRecords ?? 0)
            writer.string("resultCountPrecision", outcome.precision?.rawValue)
            writer.string("resultSetId", response.resultSetId)
            writer.number("resultSetTTL", response.resultSetIdleTime)
            writer.number("nextRecordPosition", response.nextRecordPosition)
            writer.array("records") { writer in
                for record in response.records { self.write(record, &writer) }
            }
            if let facets = response.facetedResults { self.write(facets, &writer) }
            self.write(outcome.targets, &writer)
            self.write(response.diagnostics, &writer)
        }
    }

    static func scan(_ response: ScanResponse, _ targets: [TargetStatus]) -> [UInt8] {
        self.document { writer in
            writer.string("version", response.version.rawValue)
            writer.array("terms") { writer in
                for term in response.terms {
                    writer.object { writer in
                        writer.string("value", term.value)
                        writer.number("numberOfRecords", term.numberOfRecords)
                        writer.string("whereInList", term.whereInList?.rawValue)
                    }
                }
            }
            self.write(targets, &writer)
            self.write(response.diagnostics, &writer)
        }
    }

    static func explain(_ response: ExplainResponse) -> [UInt8] {
        let record = response.record
        return self.document { writer in
            writer.string("version", response.version.rawValue)
            writer.string("host", record.host)
            writer.number("port", record.port)
            writer.string("database", record.database)
            writer.object("titles") { writer in
                for title in record.titles { writer.string(title.language ?? "und", title.text) }
            }
            writer.array("indexes") { writer in
                for index in record.indexes {
                    writer.object { writer in
                        writer.array("names") { writer in
                            for name in index.names {
                                writer.string(nil, name.set.map { "\($0).\(name.name)" } ?? name.name)
                            }
                        }
                        writer.object("titles") { writer in
                            for title in index.titles { writer.string(title.language ?? "und", title.text) }
                        }
                        writer.bool("search", index.isSearchable)
                        writer.bool("scan", index.isScannable)
                        writer.bool("sort", index.isSortable)
                    }
                }
            }
            writer.array("schemas") { writer in
                for schema in record.schemas {
                    writer.object { writer in
                        writer.string("name", schema.name)
                        writer.string("identifier", schema.identifier)
                    }
                }
            }
            writer.object("settings") { writer in
                for setting in record.defaults + record.settings { writer.string(setting.type, setting.value) }
            }
            self.write(response.diagnostics, &writer)
        }
    }

    static func fault(_ diagnostic: SRUDiagnostic, _ version: SRUVersion) -> [UInt8] {
        self.document { writer in
            writer.string("version", version.rawValue)
            self.write([diagnostic], &writer)
        }
    }

    private static func document(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(nil, body)
        return writer.bytes
    }

    /// MARC as MARC-in-JSON, anything else as XML in a string.
    private static func write(_ record: ResponseRecord, _ writer: inout JSONWriter) {
        writer.object { writer in
            writer.string("recordSchema", record.schema)
            writer.number("recordPosition", record.position)
            switch record.data {
            case .diagnostic(let diagnostic):
                writer.object("diagnostic") { self.write(diagnostic, &$0) }
            case .element, .xml, .octets:
                let element = try? record.element()
                if record.schema == RecordSchema.marcxml.identifier, let element,
                    let marc = try? MARCXML.parse(element, format: .marc21)
                {
                    var json: [UInt8] = []
                    MARCJSON.write(marc, into: &json)
                    writer.raw("recordData", json)
                } else if case .xml(let bytes) = record.data {
                    writer.string("recordData", String(decoding: bytes, as: UTF8.self))
                }
            }
        }
    }

    private static func write(_ facets: FacetedResults, _ writer: inout JSONWriter) {
        func write(_ facets: [FacetedResults.Facet], _ writer: inout JSONWriter) {
            writer.array("facets") { writer in
                for facet in facets {
                    writer.object { writer in
                        writer.string("label", facet.label)
                        writer.string("index", facet.index)
                        writer.array("terms") { writer in
                            for term in facet.terms {
                                writer.object { writer in
                                    writer.string("term", term.actualTerm)
                                    writer.number("count", term.count)
                                    writer.string("query", term.query)
                                }
                            }
                        }
                    }
                }
            }
        }
        guard !facets.dataSources.isEmpty else { return write(facets.facets, &writer) }
        writer.array("datasources") { writer in
            for source in facets.dataSources {
                writer.object { writer in
                    writer.string("label", source.label)
                    writer.string("description", source.description)
                    write(source.facets, &writer)
                }
            }
        }
    }

    private static func write(_ targets: [TargetStatus], _ writer: inout JSONWriter) {
        guard !targets.isEmpty else { return }
        writer.array("targets") { writer in
            for target in targets {
                writer.object { writer in
                    writer.string("id", target.id)
                    writer.string("name", target.name)
                    writer.string("status", target.word)
                    writer.number("hits", target.hits)
                    writer.number("fetched", target.fetched)
                    if target.unreadable > 0 { writer.number("unreadable", target.unreadable) }
                    if target.mended > 0 { writer.number("mended", target.mended) }
                    writer.number("milliseconds", target.milliseconds)
                    writer.string("message", target.failure?.message ?? target.note)
                }
            }
        }
    }

    private static func write(_ diagnostics: [SRUDiagnostic], _ writer: inout JSONWriter) {
        guard !diagnostics.isEmpty else { return }
        writer.array("diagnostics") { writer in
            for diagnostic in diagnostics { writer.object { self.write(diagnostic, &$0) } }
        }
    }

    private static func write(_ diagnostic: SRUDiagnostic, _ writer: inout JSONWriter) {
        writer.string("uri", diagnostic.uri)
        writer.string("details", diagnostic.details)
        writer.string("message", diagnostic.message)
    }
}
