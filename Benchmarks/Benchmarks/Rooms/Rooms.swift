import Benchmark

let benchmarks: @Sendable () -> Void = {
    unsafe Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .cpuTotal],
        warmupIterations: 3,
        maxDuration: .seconds(2),
        maxIterations: 100_000
    )
    do {
        try registerZ3950()
        try registerMARC()
        try registerCQL()
        try registerScoring()
        try registerSRU()
    } catch {
        fatalError("the benchmarks cannot be prepared (scripts/benchmark makes the catalogues): \(error)")
    }
}
