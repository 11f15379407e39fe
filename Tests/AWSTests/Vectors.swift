import FoundationEssentials
import Testing
import Values

/// Where the vectors are that AWS publishes: `PLUMB_VECTORS`, or `shared/vectors` beside the package.
enum Vectors {
    static let root: String? = {
        let beside = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/vectors").path
        let path = ProcessInfo.processInfo.environment["PLUMB_VECTORS"] ?? beside
        guard FileManager.default.fileExists(atPath: path + "/sigv4") else {
            print("SKIPPED: no vectors at \(path); set PLUMB_VECTORS to run the published cases")
            return nil
        }
        return path
    }()

    static var isThere: Bool { root != nil }

    static func text(_ path: String) -> String? {
        root.flatMap { FileManager.default.contents(atPath: "\($0)/\(path)") }.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    static func list(_ path: String) -> [String] {
        guard let root else { return [] }
        return ((try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(path)")) ?? []).sorted()
    }
}
