import Declarations
import Diagnostics
import FoundationEssentials
import Values

@testable import Language

/// What the contract of one resource type is tried with: a folder of `Tests/Golden/contract`.
struct ContractCase: Sendable {
    /// The folder's: `AWS-EC2-VPC`, or `AWS-EC2-VPC.more` for a further case of the type.
    let name: String
    /// `AWS::EC2::VPC`.
    let type: String
    /// The template as JSON; the resource `Subject` is of the type.
    let template: Value
    /// Another valid value for a property, to be changed alone.
    let change: [(property: String, value: Value)]
    /// Properties to be dropped alone; nil: all that are mentioned and not required.
    let drop: [String]?
    /// Properties that are neither changed nor dropped, with the reason.
    let keep: [String: String]
    /// All files of the folder, by name.
    let files: [String: String]

    static let directory = Emulator.packageRoot + "/Tests/Golden/contract"
    static let logicalID = "Subject"

    /// All that there are, sorted.
    static var names: [String] {
        let disk = DiskFiles()
        let entries = (try? disk.entries(of: directory)) ?? []
        return entries.filter { disk.kind(of: "\(directory)/\($0)") == .directory }
    }

    /// `AWS::EC2::VPC` of `AWS-EC2-VPC.more`.
    static func type(of name: String) -> String { String(name.prefix { $0 != "." }).replacing("-", with: "::") }

    init(_ name: String) throws {
        self.name = name
        type = Self.type(of: name)
        let disk = DiskFiles()
        let folder = "\(Self.directory)/\(name)"
        var files: [String: String] = [:]
        for name in try disk.entries(of: folder) {
            let file = try disk.read("\(folder)/\(name)", limit: 1_000_000)
            files[name] = String(decoding: file.bytes, as: UTF8.self)
        }
        self.files = files
        template = try Self.value(of: "\(folder)/template.yaml")
        let cases = try Self.value(of: "\(folder)/cases.yaml")
        change = (cases["change"]?.object.map { Array($0) } ?? []).map { ($0.name, $0.value) }
        drop = cases["drop"]?.array?.compactMap(\.string)
        keep = (cases["keep"]?.object.map { Array($0) } ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.string }
    }

    /// The properties of the subject as the template writes them.
    var properties: Value.Object { template.at("Resources.\(Self.logicalID).Properties")?.object ?? [:] }

    /// The template with one property changed, or dropped.
    func template(with property: String, _ value: Value?) -> Value {
        var properties = self.properties
        properties[property] = value
        return template.setting("Resources.\(Self.logicalID).Properties", to: .object(properties))
    }

    /// The template without the subject and what refers to it, directly or through others. Where nothing is left,
    /// something else stands in: a template without resources is none.
    var templateWithoutSubject: Value {
        var resources = template["Resources"]?.object ?? [:]
        var gone = [Self.logicalID]
        while let id = gone.popLast() {
            resources[id] = nil
            gone += resources.filter { $0.value.refers(to: id) }.map(\.name)
        }
        var rest = template.object ?? [:]
        if resources.isEmpty { resources["Other"] = ["Type": "AWS::Logs::LogGroup"] }
        rest["Resources"] = .object(resources)
        let outputs = (template["Outputs"]?.object ?? [:]).filter { !$0.value.refers(to: Self.logicalID) }
        rest["Outputs"] = outputs.isEmpty ? nil : .object(Value.Object(Array(outputs)))
        return .object(rest)
    }

    /// The properties to be dropped alone.
    func dropped(_ type: ResourceType, _ schema: ResourceSchema) -> [String] {
        if let drop { return drop }
        let required = schema.rules[""]?.required ?? []
        return properties.keys.filter { name in
            guard !required.contains(name), keep[name] == nil else { return false }
            if case .refused? = type.property(name)?.absent { return false }
            // Nothing else tells whose it is.
            if case .named(name, _) = type.identity, type.tagging == nil { return false }
            if case .key(let keys) = type.identity, keys.contains(name) { return false }
            return type.property(name)?.absent != nil || name == type.tagProperty
        }
    }

    // MARK: - YAML

    /// A YAML file as JSON, with functions in their long form.
    static func value(of path: String) throws -> Value {
        let file = try DiskFiles().read(path, limit: 1_000_000)
        let (node, findings) = YAMLReader.read(file, acceptsAliases: false)
        if let finding = findings.all.first { throw EmulatorError("\(path): \(finding.message)") }
        guard let node else { return [:] }
        return value(node)
    }

    private static func value(_ node: Node) -> Value {
        let function = node.tag.flatMap { FunctionName(tag: $0) }
        let value: Value =
            switch node.content {
            case .scalar(let scalar): scalar.value(tag: function == nil ? node.tag : nil)
            case .sequence(let items): .array(items.map(Self.value))
            case .mapping(let entries):
                .object(Value.Object(entries.map { ($0.key, Self.value($0.value)) }))
            }
        guard let function else { return value }
        if function == .getAtt, let text = value.string, let dot = text.firstIndex(of: ".") {
            return [
                function.rawValue: [.string(String(text[..<dot])), .string(String(text[text.index(after: dot)...]))]
            ]
        }
        return [function.rawValue: value]
    }
}

extension Value {
    /// The types of a template's resources.
    var resourceTypes: [String] { (self["Resources"]?.object ?? [:]).compactMap { $0.value["Type"]?.string } }

    /// True when a part of a template names a resource in any of the ways that there are.
    fileprivate func refers(to id: String) -> Bool {
        switch self {
        case .array(let items): items.contains { $0.refers(to: id) }
        case .object(let object):
            object.contains { name, value in
                switch name {
                case "Ref", "DependsOn": value.string == id || value.refers(to: id)
                case "Fn::GetAtt": value.array?.first?.string == id || (value.string?.hasPrefix(id + ".") ?? false)
                case "Fn::Sub": value.json.contains("${\(id)") || value.refers(to: id)
                default: value.refers(to: id)
                }
            }
        default: false
        }
    }
}
