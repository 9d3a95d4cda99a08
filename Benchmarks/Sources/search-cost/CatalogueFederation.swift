import Federation

/// A federation of the simulated libraries' catalogues, without sockets.
struct CatalogueFederation {
    let federation: Federation
    let configuration: Configuration
    /// How many records its libraries have together.
    let recordCount: Int

    /// The name of its database.
    static let database = "all"

    /// - Parameters:
    ///   - folder: The folder of the catalogues, as demo/generate makes them.
    ///   - records: How many records in all, at most.
    ///   - window: How many records are fetched from each library at first.
    /// - Throws: When a catalogue cannot be read.
    init(folder: String, records: Int, window: Int) throws {
        let libraries = ["nlv", "tha", "nan", "hti", "qbi", "qtr", "hue"]
        var targets: [CatalogueTarget] = []
        var left = records
        for (place, library) in libraries.enumerated().reversed() {
            let share = left / (place + 1)
            let target = try CatalogueTarget(library: library, folder: folder, limit: share)
            left -= target.records.count
            targets.insert(target, at: 0)
        }
        // The addresses are never used.
        var yaml = "databases: {\(Self.database): {targets: all}}\ntargets:\n"
        for id in libraries { yaml += "  - {id: \(id), protocol: sru, url: 'http://127.0.0.1:9/'}\n" }
        var configuration = try Configuration.parse(yaml)
        configuration.server.host = "127.0.0.1"
        configuration.server.port = 0
        configuration.server.resultSets.window = window
        self.configuration = configuration
        self.federation = Federation(configuration: configuration, targets: targets)
        self.recordCount = records - left
    }
}
