internal import Declarations
internal import Values

extension Argument {
    /// One of EC2's filters with the one value of a source.
    static func filter(_ name: String, _ source: Source, as member: String = "Filters") -> Argument {
        Argument(member, .list(.object(["Name": .constant(.string(name)), "Values": .list(source)])))
    }
}
