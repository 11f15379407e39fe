public import Diagnostics
public import Plans

/// A built-in check: what it finds, how bad that is, what to do about it, and the pure function that finds it.
///
/// Ids are stable: they stand in stack files and in other tools' records. A new rule gets a new number, and the number
/// of a rule that has gone is not used again.
public struct Rule: Sendable, Identifiable {
    /// `PLB` and three digits, of which the first is the family's.
    public var id: String
    public var severity: Diagnostic.Severity
    /// One sentence, without particulars.
    public var says: String
    /// What to do, or why one may want to live with it.
    public var remedy: String
    public var basis: Basis

    /// What is looked at.
    public enum Basis: Sendable {
        /// Resources of these types, as the template wants them; empty: of every type.
        case template([String], @Sendable (Subject) -> [Hit])
        /// Live resources that a plan deletes.
        case deletion(Forecast)
        /// Changes for which a plan would replace a live resource, and which CloudFormation refuses.
        case refusedChange(@Sendable (PropertyChange) -> Hit)
    }

    init(
        _ id: String, _ severity: Diagnostic.Severity, _ says: String, remedy: String, types: [String] = [],
        judge: @escaping @Sendable (Subject) -> [Hit]
    ) {
        self.id = id
        self.severity = severity
        self.says = says
        self.remedy = remedy
        basis = .template(types, judge)
    }

    init(
        _ id: String, _ severity: Diagnostic.Severity, _ says: String, remedy: String, forecast: Forecast
    ) {
        self.id = id
        self.severity = severity
        self.says = says
        self.remedy = remedy
        basis = .deletion(forecast)
    }

    init(
        _ id: String, _ severity: Diagnostic.Severity, _ says: String, remedy: String,
        refusedChange judge: @escaping @Sendable (PropertyChange) -> Hit
    ) {
        self.id = id
        self.severity = severity
        self.says = says
        self.remedy = remedy
        basis = .refusedChange(judge)
    }

    /// Every rule, by id.
    public static let all: [Rule] = [
        network, storage, identity, loadBalancing, observability, registries, naming, deletions,
    ].flatMap { $0 }.sorted { $0.id < $1.id }
}

/// What is wrong at one place.
public struct Hit: Sendable, Hashable {
    /// The property path; where the template does not mention it, the resource is the place.
    public var path: String
    public var message: String

    init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }
}
