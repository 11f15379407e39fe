/// Suggestions for misspelt names.
enum Spelling {
    /// The known names near to `word`, nearest first, at most three.
    static func suggestions(for word: String, among known: [String]) -> [String] {
        let limit = max(1, min(4, word.count / 3))
        let low = word.lowercased()
        let near = Set(known).compactMap { name -> (name: String, distance: Int)? in
            guard abs(name.count - word.count) <= limit else { return nil }
            let distance = distance(low, name.lowercased(), limit: limit)
            return distance <= limit ? (name, distance) : nil
        }
        return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
    }

    /// `did you mean 'X'?`, else the known names when they are few, else nil.
    static func help(for word: String, among known: [String]) -> String? {
        let near = suggestions(for: word, among: known)
        if !near.isEmpty { return "did you mean " + near.map { "'\($0)'" }.joined(separator: " or ") + "?" }
        let all = Set(known).sorted()
        return all.isEmpty || all.count > 25 ? nil : "known: " + all.joined(separator: ", ")
    }

    /// The number of insertions, deletions, substitutions and swaps of neighbours; `limit + 1` when it is greater.
    static func distance(_ left: String, _ right: String, limit: Int) -> Int {
        let a = Array(left.utf8), b = Array(right.utf8)
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            if row.allSatisfy({ $0 > limit }) { return limit + 1 }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
