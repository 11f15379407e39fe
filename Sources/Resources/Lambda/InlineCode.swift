internal import Declarations
internal import Values

/// A function's code written into its template: packed as CloudFormation packs it, in a file `index` whose ending follows
/// from the runtime. The archive's bytes depend on nothing but the text, so AWS's digest of the code tells a change.
/// Source: AWS CloudFormation Template Reference, AWS::Lambda::Function Code, ZipFile.
enum InlineCode {
    private static let mark = "sha256:"

    /// The archive for the call, packed when the call is made: the text may hold secrets and what is still to come.
    /// - Parameter sources: the text and the runtime.
    @Sendable static func archive(_ sources: Value) -> Value {
        guard let text = sources[0], !text.isNull, let file = file(for: sources[1]) else { return .null }
        return .deferred(.zip(file: file, text))
    }

    /// What AWS tells of the code, in the place of the text.
    @Sendable static func told(of item: Value) -> Value? {
        if let image = item.at("Code.ImageUri"), !image.isEmptyOrNull { return ["ImageUri": image] }
        return item.at("Configuration.CodeSha256")?.string.map { ["ZipFile": .string(mark + $0)] }
    }

    /// The properties with the digest of the archive in the place of the text.
    @Sendable static func digested(_ properties: Value) -> Value {
        guard let text = properties.at("Code.ZipFile")?.string, !text.hasPrefix(mark),
            let file = file(for: properties["Runtime"])
        else { return properties }
        let archive = Zip.archive(file: file, content: Array(text.utf8))
        return properties.setting("Code.ZipFile", to: .string(mark + Digest.sha256Base64(archive)))
    }

    /// Nil for runtimes that CloudFormation takes no inline code for.
    private static func file(for runtime: Value?) -> String? {
        guard let name = runtime?.string else { return nil }
        return name.hasPrefix("nodejs") ? "index.js" : name.hasPrefix("python") ? "index.py" : nil
    }
}
