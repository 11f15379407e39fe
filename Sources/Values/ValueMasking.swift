/// A step of a path: `Parameters[0].Value` or `Parameters.0.Value`; `[]` is every item.
public enum PathSegment: Sendable {
    case member(String), item(Int), everyItem

    public static func all(of path: String) -> [PathSegment] {
        var segments: [PathSegment] = []
        for part in path.split(separator: ".") {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            for (index, piece) in pieces.enumerated() {
                if index == 0 {
                    if !piece.isEmpty { segments.append(.member(String(piece))) }
                } else {
                    let inside = piece.prefix { $0 != "]" }
                    segments.append(Int(inside).map { .item($0) } ?? .everyItem)
                }
            }
        }
        return segments
    }
}

extension Value {
    /// A copy in which what stands at the path is masked; a path that leads nowhere changes nothing.
    /// - Parameter path: `Parameters[0].Value` or `Parameters.0.Value`; `[]` is every item.
    public func masking(_ path: String, with mask: String) -> Value {
        masking(PathSegment.all(of: path)[...], mask)
    }

    private func masking(_ path: ArraySlice<PathSegment>, _ mask: String) -> Value {
        guard let head = path.first else { return .string(mask) }
        let rest = path.dropFirst()
        switch (self, head) {
        case (.object(var object), .member):
            // A name may itself have dots (`com.example.token`), at which the path was cut.
            var name = ""
            for (count, segment) in path.enumerated() {
                guard case .member(let part) = segment else { break }
                name += count == 0 ? part : "." + part
                if let inner = object[name] { object[name] = inner.masking(path.dropFirst(count + 1), mask) }
            }
            return .object(object)
        case (.array(let items), .member(let name)):
            guard let index = Int(name) else { return .array(items.map { $0.masking(path, mask) }) }
            return .array(items.enumerated().map { $0 == index ? $1.masking(rest, mask) : $1 })
        case (.array(let items), .item(let index)):
            return .array(items.enumerated().map { $0 == index ? $1.masking(rest, mask) : $1 })
        case (.array(let items), .everyItem): return .array(items.map { $0.masking(rest, mask) })
        case (.string, _), (.deferred, _), (.bytes, _):
            // The input is a text (JSON) where the path goes on: better all of it than a part too little.
            return .string(mask)
        default: return self
        }
    }
}
