import ArgumentParser

/// Which records a federation without sockets is made of.
struct CatalogueOptions: ParsableArguments {
    @Option(help: "The folder of the catalogues, as demo/generate makes them.")
    var catalogues = packageFolder + "/.build/catalogues/20000"

    @Option(help: "How many records in all.")
    var records = 10_000

    /// The federation, whose libraries are asked for `window` records at first.
    func federation(window: Int) throws -> CatalogueFederation {
        try CatalogueFederation(folder: self.catalogues, records: self.records, window: window)
    }
}
