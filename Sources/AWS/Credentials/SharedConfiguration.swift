/// The user's `~/.aws/config` and `~/.aws/credentials`.
public struct SharedConfiguration: Sendable, Hashable {
    typealias Section = [String: String]

    /// Profiles with what both files say; the credentials file wins.
    private(set) var profiles: [String: Section] = [:]
    /// `[services NAME]`: service key to its settings.
    private(set) var services: [String: [String: Section]] = [:]

    /// Reads both files where the environment says they are; a missing file is an empty one.
    public init(environment: Environment) {
        let config = environment.value("AWS_CONFIG_FILE") ?? "~/.aws/config"
        let credentials = environment.value("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials"
        add(environment.readFile(environment.expanded(config)) ?? "", isConfig: true)
        add(environment.readFile(environment.expanded(credentials)) ?? "", isConfig: false)
    }

    public var profileNames: [String] { profiles.keys.sorted() }

    private mutating func add(_ text: String, isConfig: Bool) {
        var header: [String] = []
        // The key whose indented lines follow (`s3 =` in `[services x]`).
        var parent: String?
        for raw in text.split(whereSeparator: \.isNewline) {
            let line = String(raw).trimmed
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("[") {
                let name = line.dropFirst().prefix { $0 != "]" }
                header = name.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "\t" }).map {
                    String($0).trimmed
                }
                parent = nil
                continue
            }
            guard let equals = line.firstIndex(of: "=") else { continue }
            let key = String(line[..<equals]).trimmed.lowercased()
            let value = Self.uncommented(String(line[line.index(after: equals)...])).trimmed
            let isIndented = raw.first == " " || raw.first == "\t"
            if !isIndented { parent = value.isEmpty ? key : nil }
            set(key, value, header, isIndented ? parent : nil, isConfig)
        }
    }

    private mutating func set(
        _ key: String, _ value: String, _ header: [String], _ parent: String?, _ isConfig: Bool
    ) {
        switch (header.first, header.count) {
        case ("services", 2) where isConfig:
            if let parent { services[header[1], default: [:]][parent, default: [:]][key] = value }
        case ("profile", 2) where isConfig:
            if parent == nil { profiles[header[1], default: [:]][key] = value }
        case (let name?, 1) where !isConfig || name == "default":
            if parent == nil { profiles[name, default: [:]][key] = value }
        default: break
        }
    }

    /// A comment behind a value begins with a space.
    private static func uncommented(_ text: String) -> String {
        for mark in [" #", " ;"] {
            if let range = text.firstRange(of: mark) { return String(text[..<range.lowerBound]) }
        }
        return text
    }
}
