/// Which of a type's items on or in our objects are reported when nobody's template names them.
public struct Foreign: Sendable {
    /// The type of the objects that they are on or in.
    public var of: String
    /// The properties, attributes or members of an item that name such an object, by its physical id or an ARN. Every text
    /// in a list or an object counts.
    public var parents: [String]
    /// Properties that tell what it is, for the report.
    public var shows: [String]
    /// Items for which this holds are AWS's own and left out (the local route, a listener's default rule).
    public var except: Condition?
    /// How they are found below given parents.
    public var search: Search
    /// True: what lives in ours rather than on it (an instance in a network). It is read and told when it is asked for;
    /// the others also when a read of ours has come upon them.
    public var isInside: Bool

    public enum Search: Sendable {
        /// As the type is read for one resource whose first parent property is known.
        case own
        /// By the type's own operation, narrowed down by properties and attributes of the parents.
        case scope(Read.Scope)
        /// By a listing of names or ARNs, made from properties and attributes of the parents. The type's own read takes
        /// those that are not ours as the given property, and the members of the listing's input as others.
        case names(Read, as: String, with: [String: String] = [:])
    }

    /// What lies on ours and is read along with it.
    public init(parent: String, of: String, shows: [String], except: Condition? = nil) {
        self.of = of
        parents = [parent]
        self.shows = shows
        self.except = except
        search = .own
        isInside = false
    }

    /// What lives in ours.
    public init(
        inside of: String, by parents: [String], _ search: Search = .own, shows: [String], except: Condition? = nil
    ) {
        self.of = of
        self.parents = parents
        self.shows = shows
        self.except = except
        self.search = search
        isInside = true
    }
}

/// Something that lives in our objects and is of no type that templates can name here: it is only reported.
public struct Neighbour: Sendable {
    /// CloudFormation's name of the type.
    public var type: String
    /// The item path of its id.
    public var id: String
    public var read: Read
    /// With a search by the read as it stands (`.own`); what is shown are item paths.
    public var foreign: Foreign

    public init(_ type: String, id: String, read: Read, foreign: Foreign) {
        self.type = type
        self.id = id
        self.read = read
        self.foreign = foreign
    }
}
