/// Names of shell variables: each once, and none that means something to the shell or the AWS CLI.
final class VariableNames {
    private var used: Set<String> = []
    /// Variables that the user sets, with what they hold, in the order of use.
    private(set) var secrets: [(name: String, holds: String)] = []

    /// For something that a call answers.
    func variable(_ text: String) -> String { unique("R_" + Self.plain(text)) }

    /// For a secret; one that is asked for again is the same.
    func secret(_ path: String, of address: String) -> String {
        let holds = path.hasPrefix("resolve:") ? "{{\(path)}}" : "\(path) of \(address)"
        if let known = secrets.first(where: { $0.holds == holds }) { return known.name }
        let name = unique("PLUMB_SECRET_" + Self.plain(path.hasPrefix("resolve:") ? path : "\(address)_\(path)"))
        secrets.append((name, holds))
        return name
    }

    private func unique(_ name: String) -> String {
        var candidate = name, number = 2
        while !used.insert(candidate).inserted {
            candidate = "\(name)_\(number)"
            number += 1
        }
        return candidate
    }

    private static func plain(_ text: String) -> String {
        String(
            text.uppercased().prefix(80).map { character in
                character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
            })
    }
}
