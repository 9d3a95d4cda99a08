// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody builds it who does not fuzz. `scripts/fuzz` builds and runs it.

/// A fuzzer: one executable with `LLVMFuzzerTestOneInput`, to which libFuzzer brings `main`.
func fuzzer(_ name: String, _ rooms: String..., checks: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["Support"] + checks + rooms.map { .product(name: $0, package: "lienthong") }
    )
}

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "lienthong", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    ],
    targets: [
        .target(name: "Support", dependencies: [.product(name: "XML", package: "lienthong")]),
        .target(
            name: "RecordChecks",
            dependencies: [
                "Support", .product(name: "MARC", package: "lienthong"), .product(name: "XML", package: "lienthong"),
            ]
        ),
        fuzzer("iso2709", "MARC", checks: ["RecordChecks"]),
        fuzzer("encodings", "MARC"),
        fuzzer("marcxml", "MARC", "XML", checks: ["RecordChecks"]),
        fuzzer("marcjson", "MARC", checks: ["RecordChecks"]),
        fuzzer("opac", "MARC", "XML", checks: ["RecordChecks"]),
        fuzzer("cql", "CQL"),
        fuzzer("rpn", "CQL", "Z3950", checks: [.product(name: "NIOCore", package: "swift-nio")]),
        fuzzer("z3950", "Z3950", checks: [.product(name: "NIOCore", package: "swift-nio")]),
        fuzzer("sru-request", "SRU", "CQL", "XML"),
        fuzzer("sru-answer", "SRU", "XML"),
        fuzzer(
            "gateway",
            "Gateway",
            "Federation",
            "CQL",
            "MARC",
            "Scoring",
            "XML",
            checks: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ]
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
    if target.type == .executable {
        // There is no `main` to be found in the only file of such a target.
        target.swiftSettings?.append(.unsafeFlags(["-parse-as-library"]))
    }
}
