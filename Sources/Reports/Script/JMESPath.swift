internal import Declarations
internal import Values

/// Paths and conditions in JMESPath, the language of `aws --query`.
enum JMESPath {
    /// A dotted path; numbers are places in lists, and the empty path is the value itself.
    static func path(_ path: String) -> String {
        var out = ""
        for part in path.split(separator: ".") {
            if let index = Int(part) {
                out += (out.isEmpty ? "@" : "") + "[\(index)]"
            } else {
                out += (out.isEmpty ? "" : ".") + name(String(part))
            }
        }
        return out.isEmpty ? "@" : out
    }

    private static func name(_ name: String) -> String {
        let isPlain =
            name.utf8.allSatisfy { (97...122).contains($0 | 0x20) || (48...57).contains($0) || $0 == 95 }
            && !(name.utf8.first.map { (48...57).contains($0) } ?? true)
        return isPlain ? name : ShellText.ascii(.string(name))
    }

    static func literal(_ value: Value) -> String { "`\(ShellText.ascii(value))`" }

    /// An expression that is `true` or `false`.
    static func test(_ condition: Condition) -> String {
        switch condition {
        case .member(let path, let values): "contains(\(literal(.array(values))), \(self.path(path)))"
        case .present(let path): "!(\(empty(path)))"
        case .missing(let path): "(\(empty(path)))"
        case .same(let left, let right): "\(path(left)) == \(path(right))"
        case .count(let path, let count): "length(not_null(\(self.path(path)), `[]`)) == \(literal(.int(count)))"
        case .ends(let path, let suffix): "ends_with(not_null(\(self.path(path)), ''), \(literal(.string(suffix))))"
        case .every(let path, let inner): "length(not_null(\(self.path(path)), `[]`)[?!(\(test(inner)))]) == `0`"
        case .some(let path, let inner): "length(not_null(\(self.path(path)), `[]`)[?\(test(inner))]) > `0`"
        case .all(let inner): inner.isEmpty ? "`true`" : "(" + inner.map(test).joined(separator: " && ") + ")"
        case .any(let inner): inner.isEmpty ? "`false`" : "(" + inner.map(test).joined(separator: " || ") + ")"
        case .not(let inner): "!(\(test(inner)))"
        }
    }

    private static func empty(_ path: String) -> String {
        let path = self.path(path)
        return ["`null`", "`\"\"`", "`[]`", "`{}`"].map { "\(path) == \($0)" }.joined(separator: " || ")
    }
}
