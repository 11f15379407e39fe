internal import Declarations
internal import Values

/// Where a stack lives: what ARNs and endpoints are made of.
struct Place: Sendable, Hashable {
    var partition: String
    var account: String
    var region: String

    /// `AWS::URLSuffix`.
    var urlSuffix: String {
        switch partition {
        case "aws-cn": "amazonaws.com.cn"
        case "aws-eusc": "amazonaws.eu"
        default: "amazonaws.com"
        }
    }

    /// The region to which calls for global services go, and in which the partition's global services are tagged.
    var homeRegion: String {
        switch partition {
        case "aws-cn": "cn-north-1"
        case "aws-us-gov": "us-gov-west-1"
        case "aws-eusc": "eusc-de-east-1"
        case "aws": "us-east-1"
        default: region
        }
    }

    /// The region that a type's calls are sent to.
    func region(of type: ResourceType) -> String { type.isGlobal ? homeRegion : region }

    /// A template such as `arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}` filled in.
    /// - Returns: nil when a part is not known to anyone before AWS has made it.
    func filled(_ template: String, with property: (String) -> Value?) -> Value? {
        var parts: [Value] = []
        for piece in Pattern.pieces(of: template) {
            switch piece {
            case .text(let text): parts.append(.string(text))
            case .hole("Partition"): parts.append(.string(partition))
            case .hole("Region"): parts.append(.string(region))
            case .hole("Account"): parts.append(.string(account))
            case .hole("HomeRegion"): parts.append(.string(homeRegion))
            case .hole("URLSuffix"): parts.append(.string(urlSuffix))
            case .hole(let name):
                guard let value = Self.part(name, property), !value.isNull else { return nil }
                parts.append(value)
            }
        }
        return try? Value.joined(.array(parts), separator: "")
    }

    /// A property, or its items joined by commas; `Records[].Name` is a member of each.
    private static func part(_ name: String, _ property: (String) -> Value?) -> Value? {
        let cut = name.firstRange(of: "[].")
        let value = property(cut.map { String(name[..<$0.lowerBound]) } ?? name)
        guard let items = value?.array else { return value }
        let members = cut.map { cut in items.map { $0[String(name[cut.upperBound...])] ?? "" } }
        return try? Value.joined(.array(members ?? items), separator: ",")
    }
}

/// Texts with `${…}` in them.
enum Pattern {
    enum Piece: Hashable {
        case text(String)
        case hole(String)
    }

    static func pieces(of template: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(template)
        while let start = rest.firstIndex(of: "$"), rest[start...].hasPrefix("${"),
            let end = rest[start...].firstIndex(of: "}")
        {
            if start > rest.startIndex { pieces.append(.text(String(rest[..<start]))) }
            pieces.append(.hole(String(rest[rest.index(start, offsetBy: 2)..<end])))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }

    /// The values of the holes when the text has the template's form; each hole takes as little as it can, the last
    /// one all that is left.
    static func match(_ text: String, _ template: String) -> [String: String]? {
        var values: [String: String] = [:]
        var rest = Substring(text)
        let pieces = pieces(of: template)
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let part):
                guard rest.hasPrefix(part) else { return nil }
                rest = rest.dropFirst(part.count)
            case .hole(let name):
                var taken = rest
                if index + 1 < pieces.count, case .text(let next) = pieces[index + 1] {
                    guard
                        let range = index + 2 == pieces.count && rest.hasSuffix(next)
                            ? rest.range(of: next, last: true) : rest.range(of: next, last: false)
                    else { return nil }
                    taken = rest[..<range]
                } else if index + 1 < pieces.count, name == "Path" {
                    // `role${Path}${RoleName}`: the path ends at the last slash.
                    guard let slash = rest.lastIndex(of: "/") else { return nil }
                    taken = rest[...slash]
                }
                if let known = values[name], known != taken { return nil }
                values[name] = String(taken)
                rest = rest[taken.endIndex...]
            }
        }
        return rest.isEmpty ? values : nil
    }
}

extension Substring {
    /// Where `part` begins, first or last.
    fileprivate func range(of part: String, last: Bool) -> Substring.Index? {
        var found: Substring.Index?
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(part) {
                found = index
                if !last { return index }
            }
            index = self.index(after: index)
        }
        return found
    }
}
