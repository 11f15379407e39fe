public import Declarations
public import Diagnostics
public import Values

extension Template {
    public static func parse(_ file: SourceFile) -> (Template?, Findings) { (nil, Findings()) }
    public func checked(schemas: (String) -> ResourceSchema?) -> Findings { Findings() }
    public func needs(_ inputs: Inputs) -> [Need] { [] }
    public func bind(_ inputs: Inputs) -> (BoundTemplate?, Findings) { (nil, Findings()) }
}
extension StackFile {
    public static func parse(_ file: SourceFile) -> (StackFile?, Findings) { (nil, Findings()) }
}
extension StackSet {
    public static func load(_ paths: [String], overrides: Overrides = Overrides(), from files: any FileLoader) -> (StackSet?, Findings) { (nil, Findings()) }
}
extension ExportTable {
    public static func of(_ templates: [BoundTemplate]) -> (ExportTable, Findings) { (ExportTable(), Findings()) }
    public func export(named name: String, region: String, account: String) -> Export? { nil }
}
extension BoundTemplate {
    public typealias Reference = (_ logicalID: String, _ attribute: String) -> Value?
    public typealias Import = (_ exportName: String) -> Value?
    public func properties(of resource: BoundResource, reference: Reference, imported: Import) -> (Value, Findings) { (.null, Findings()) }
    public func symbolicProperties(of resource: BoundResource) -> Value { .null }
    public func value(of output: BoundOutput, reference: Reference, imported: Import) -> (Value?, Findings) { (nil, Findings()) }
    /// Property paths (`Tags[0].Value`); all below them is secret too.
    public func secretPaths(of resource: BoundResource) -> [String] { [] }
    public func isSecret(_ resource: BoundResource, path: String) -> Bool { false }
    public var secretTexts: Set<String> { [] }
    public func span(of resource: BoundResource, propertyPath: String) -> Span { resource.span }
    public func validate(_ resource: BoundResource, properties: Value, schema: ResourceSchema) -> Findings { Findings() }
    public func validate(schemas: (String) -> ResourceSchema?) -> Findings { Findings() }
}
extension ResourceSchema {
    public func normalised(_ properties: Value) -> Value { properties }
}
