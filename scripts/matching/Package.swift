// swift-tools-version: 6.2
import PackageDescription

// The tool of scripts/learn-model and scripts/evaluate; a package of its own, so that users do not build it.
let package = Package(
    name: "matching",
    dependencies: [.package(name: "lienthong", path: "../..")],
    targets: [
        .executableTarget(
            name: "matching",
            dependencies: [
                .product(name: "MARC", package: "lienthong"), .product(name: "Scoring", package: "lienthong"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"), .strictMemorySafety(),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)
