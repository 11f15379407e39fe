// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "plumb",
    products: [.executable(name: "plumb", targets: ["plumb"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        // System modules and embedded data.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CModels", exclude: ["data", "generate.py", "operations.txt", "README.md", "NOTICE"]),
        .target(name: "CSchemas", exclude: ["data", "generate.py", "types.txt", "README.md", "NOTICE"]),

        // The rooms; imports point one way (Sources/README.md).
        .target(
            name: "Values",
            dependencies: [
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(name: "Diagnostics"),
        .target(name: "Declarations", dependencies: ["Values"]),
        .target(name: "Language", dependencies: ["CYAML", "Values", "Diagnostics", "Declarations"]),
        .target(name: "Transport", dependencies: ["CCurl"]),
        .target(
            name: "AWS",
            dependencies: [
                "CModels", "Values", "Transport", "Diagnostics",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(name: "Resources", dependencies: ["CSchemas", "Values", "Declarations"]),
        .target(name: "Plans", dependencies: ["Values", "Declarations", "Diagnostics"]),
        .target(name: "Checks", dependencies: ["Values", "Plans", "Declarations", "Language", "Diagnostics"]),
        .target(
            name: "Engine",
            dependencies: ["Values", "Plans", "AWS", "Declarations", "Language", "Diagnostics", "Checks"]),
        .target(name: "Locks", dependencies: ["Values", "Diagnostics", "AWS", "Plans"]),
        .target(
            name: "Reports", dependencies: ["Values", "Plans", "Declarations", "Diagnostics", "Checks"]),
        .executableTarget(
            name: "plumb",
            dependencies: [
                "Values", "Diagnostics", "Declarations", "Language", "Transport", "AWS", "Resources", "Plans", "Engine",
                "Checks", "Locks", "Reports", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["README.md"]),

        .testTarget(name: "ValuesTests", dependencies: ["Values"]),
        .testTarget(
            name: "LanguageTests", dependencies: ["Language", "Resources", "Declarations", "Values", "Diagnostics"]),
        .testTarget(name: "TransportTests", dependencies: ["Transport"]),
        .testTarget(name: "AWSTests", dependencies: ["AWS", "Transport", "Values"]),
        .testTarget(name: "ResourcesTests", dependencies: ["Resources", "Declarations", "AWS", "Values"]),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Engine", "Plans", "Language", "Declarations", "AWS", "Values", "Diagnostics", "Reports", "Resources",
            ]),
        .testTarget(
            name: "ChecksTests",
            dependencies: [
                "Checks", "Language", "Resources", "Declarations", "Values", "Diagnostics", "Plans", "Reports",
            ]),
        .testTarget(name: "LocksTests", dependencies: ["Locks", "AWS", "Plans", "Values", "Diagnostics"]),
        .testTarget(name: "ReportsTests", dependencies: ["Reports", "Plans", "Values", "Diagnostics", "Declarations"]),
        .testTarget(
            name: "plumbTests",
            dependencies: [
                "plumb", "AWS", "Transport", "Resources", "Declarations", "Values", "Engine", "Plans", "Language",
                "Reports", "Locks", "Checks",
                "Diagnostics", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ]
)

for target in package.targets where target.type != .system && !["CModels", "CSchemas"].contains(target.name) {
    if target.type != .test { target.exclude = ["README.md"] }
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
