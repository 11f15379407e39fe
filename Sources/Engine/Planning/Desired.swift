internal import Declarations
internal import Diagnostics
internal import Language
internal import Values

/// A resource as a template wants it.
struct Desired: Sendable {
    var address: String
    var stack: String
    var logicalID: String
    var frame: Frame
    var place: Place
    var template: BoundTemplate
    var bound: BoundResource
    /// Addresses that it refers to or depends on, those behind imports included.
    var dependencies: Set<String>
    /// Addresses that it comes after because they complete something that it uses (`ResourceType.completes`).
    var follows: Set<String> = []
    /// Tags of the stack file and of the nested stacks around it, references left symbolic.
    var stackTags: [String: Value]
    /// The configuration without live ids: what the digest tag is made of, and what generated names hash.
    var symbolic: Value
    /// What its template leaves to be found.
    var foundProperties = FoundProperties()
    /// False for resources that are only looked at because another stack imports something of theirs.
    var isSelected: Bool
    var isProtected: Bool
    /// Tags that it keeps for others, which cannot bear any.
    var marks: [String: String] = [:]

    /// The place where the template imports a name.
    func span(ofImport name: String) -> Span { template.span(ofImport: name, in: bound) }

    /// True when the value at the property path is a secret, or a part of one.
    func isSecret(_ path: String) -> Bool { frame.isSecret(path) || template.isSecret(bound, path: path) }

    /// A copy of the value at the property path in which the secrets below that are masked.
    func concealed(_ value: Value?, at path: String) -> Value? {
        let inner = (template.secretPaths(of: bound) + frame.secrets).compactMap { secret -> String? in
            let (own, prefix) = secret.contains("[]") ? (secret, path.withoutIndexes) : (secret, path)
            guard own != prefix, own.isAtOrBelow(prefix) else { return nil }
            let rest = own.dropFirst(prefix.count)
            return String(rest.first == "." ? rest.dropFirst() : rest)
        }
        return inner.reduce(value) { $0?.masking($1, with: SecretTexts.mask) }
    }

    var digest: String {
        Value.object(["type": .string(frame.type.name), "properties": symbolic, "tags": tagsValue]).digest()
    }

    private var tagsValue: Value {
        .object(Value.Object(stackTags.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }

    /// The top-level properties that the template mentions.
    var mentioned: Set<String> { Set(symbolic.object?.keys ?? []) }

    /// True when it cannot be looked up without knowing an export.
    func isLookedUp(byImport name: String) -> Bool {
        (frame.type.lookupProperties ?? mentioned).contains { property in
            symbolic.at(property)?.awaitedAttributes.contains {
                $0.address == BoundTemplate.importAddress && $0.name == name
            } ?? false
        }
    }

    var span: Span { bound.span }

    func span(of path: String) -> Span? {
        mentioned.contains(String(path.prefix { $0 != "." && $0 != "[" }))
            ? template.span(of: bound, propertyPath: path) : nil
    }

    /// The caller reference of types that are known by one.
    var callerReference: String { CallerReference.text(stack: stack, logicalID: logicalID) }
}
