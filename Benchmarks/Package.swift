// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the gateway do not build what only its benchmarks need.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "lienthong", path: ".."),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .executableTarget(
            name: "Rooms",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "MARC", package: "lienthong"),
                .product(name: "CQL", package: "lienthong"),
                .product(name: "Z3950", package: "lienthong"),
                .product(name: "SRU", package: "lienthong"),
                .product(name: "Scoring", package: "lienthong"),
            ],
            path: "Benchmarks/Rooms",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
        .executableTarget(
            name: "search-cost",
            dependencies: [
                .product(name: "MARC", package: "lienthong"),
                .product(name: "CQL", package: "lienthong"),
                .product(name: "SRU", package: "lienthong"),
                .product(name: "Scoring", package: "lienthong"),
                .product(name: "Federation", package: "lienthong"),
                .product(name: "Gateway", package: "lienthong"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
        .executableTarget(
            name: "search-parts",
            dependencies: [
                .product(name: "MARC", package: "lienthong"),
                .product(name: "Scoring", package: "lienthong"),
                .product(name: "XML", package: "lienthong"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "load",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]
}
