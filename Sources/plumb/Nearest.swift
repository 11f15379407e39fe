/// The word that someone may have meant.
enum Nearest {
    /// The candidate with the least edits, when those are few for the word's length; the first in order among equals. Else
    /// the only one of which the word is the last part (`LogGroup`), or with which one begins (`Retention`).
    static func of(_ word: String, among candidates: [String]) -> String? {
        edited(word, among: candidates)
            ?? only(candidates) { $0.lowercased().hasSuffix("::" + word.lowercased()) }
            ?? only(candidates) { word.count > 3 && $0.lowercased().hasPrefix(word.lowercased()) }
    }

    private static func only(_ candidates: [String], _ isMeant: (String) -> Bool) -> String? {
        let meant = candidates.filter(isMeant)
        return meant.count == 1 ? meant[0] : nil
    }

    private static func edited(_ word: String, among candidates: [String]) -> String? {
        let most = max(1, word.count / 4)
        let scored = candidates.sorted().map { ($0, distance(word.lowercased(), $0.lowercased())) }
        guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= most else { return nil }
        return best.0
    }

    /// Insertions, deletions and substitutions of bytes from one word to the other.
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8), right = Array(right.utf8)
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let next = a == b ? corner : 1 + min(corner, row[j], row[j + 1])
                corner = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }
}
