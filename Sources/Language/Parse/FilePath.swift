/// Paths as text: they stay relative when the user gave them so.
enum FilePath {
    /// `relative` as seen from the directory of `file`.
    static func resolve(_ relative: String, from file: String) -> String {
        relative.hasPrefix("/") ? normal(relative) : normal(prefix(of: file) + relative)
    }

    static func join(_ directory: String, _ name: String) -> String {
        directory == "." || directory.isEmpty
            ? name : directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }

    /// Without `.` and, where they cancel, `..` parts.
    static func normal(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        let joined = parts.joined(separator: "/")
        return path.hasPrefix("/") ? "/" + joined : joined.isEmpty ? "." : joined
    }

    /// The last part without its extension.
    static func baseName(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return String(name) }
        return String(name[..<dot])
    }

    /// The directory of a file; `.` for a bare name.
    static func directory(of file: String) -> String { normal(prefix(of: file)) }

    /// With its slash; empty for a bare name.
    private static func prefix(of file: String) -> String {
        file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }
}
