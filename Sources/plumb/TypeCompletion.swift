import Declarations
import Language

/// Completes the names of resource types, and behind a dot those of a type's properties.
struct TypeCompletion {
    /// What has been typed of the name.
    private let typed: String
    /// How much of the name stands in words before the one that is completed: bash takes colons for the ends of words,
    /// and wants only what comes behind the last one.
    private let head: String

    /// - Parameters:
    ///   - words: the words of the command line as the shell cuts it.
    ///   - index: of the word to complete.
    ///   - prefix: what of it stands before the cursor.
    init(words: [String], index: Int, prefix: String) {
        var head = ""
        var position = index - 1
        while position >= 1, words.indices.contains(position), !words[position].isEmpty,
            words[position].allSatisfy({ $0 == ":" })
        {
            head = words[position - 1] + words[position] + head
            position -= 2
        }
        self.head = head
        typed = head + prefix
    }

    func candidates(_ registry: Registry) -> [String] {
        let name = String(typed.prefix { $0 != "." })
        var all = (registry.types.map(\.name) + ExpandedType.all.map(\.name)).sorted()
        if typed.contains("."), registry.type(name) != nil, let schema = registry.schema(name) {
            all = schema.properties.keys.filter { !$0.contains("[") && !$0.contains("{") }.map { "\(name).\($0)" }
                .sorted()
        }
        return all.filter { $0.hasPrefix(typed) }.map { String($0.dropFirst(head.count)) }
    }
}
