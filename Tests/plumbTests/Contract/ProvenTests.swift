import Declarations
import FoundationEssentials
import Resources
import Testing
import Values

/// `Tests/Golden/contract/PROVEN.md`, the one list of what runs have proven of every type, is as the cases and stacks
/// make it. `PLUMB_ACCEPT=1` writes it anew, and the test fails all the same.
@Suite struct ProvenTests {
    private static let file = ContractCase.directory + "/PROVEN.md"

    @Test func theListIsUpToDate() throws {
        let text = ProvenList(try Self.proofs()).text
        let written = try? String(contentsOfFile: Self.file, encoding: .utf8)
        if written != text, ProcessInfo.processInfo.environment["PLUMB_ACCEPT"] == "1" {
            try text.write(toFile: Self.file, atomically: false, encoding: .utf8)
        }
        #expect(written == text, "\(Self.file) is stale: PLUMB_ACCEPT=1 swift test --filter ProvenTests")
    }

    /// What the list is made of is seen at all: a case that changes, drops and keeps, and a stack.
    @Test func whatACaseTriesIsSeen() throws {
        let proofs = try Self.proofs()
        let service = try #require(proofs.first { $0.type.name == "AWS::ECS::Service" })
        #expect(service.proofs["DesiredCount"] == .changed)
        #expect(service.removed.contains("DesiredCount"))
        #expect(service.proofs["NetworkConfiguration.AwsvpcConfiguration.Subnets[]"] == .changed)
        #expect(service.proofs["LaunchType"] == .created)
        #expect(service.proofs["CapacityProviderStrategy[].Weight"] ?? .checked >= .inStack)
        #expect(service.proofs["NetworkConfiguration.Nothing"] == nil)
        #expect(service.proofs["NetworkConfiguration"] == nil)
    }

    private static func proofs() throws -> [PropertyProofs] {
        let registry = Registry.standard
        var proofs: [String: PropertyProofs] = [:]
        for type in registry.types {
            proofs[type.name] = PropertyProofs(type, try #require(registry.schema(type.name)))
        }
        for name in ContractCase.names { proofs[ContractCase.type(of: name)]?.take(try ContractCase(name)) }
        for folder in ["stacks", "examples"] {
            let templates = "\(Emulator.packageRoot)/\(folder)/templates"
            for name in try FileManager.default.contentsOfDirectory(atPath: templates).sorted() {
                let template = try ContractCase.value(of: "\(templates)/\(name)")
                for resource in resources(template["Resources"]?.object ?? [:]) {
                    guard let type = resource["Type"]?.string else { continue }
                    proofs[type]?.take(stack: resource["Properties"] ?? [:])
                }
            }
        }
        return proofs.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The resources that are always made; a loop's body counts as one.
    private static func resources(_ section: Value.Object) -> [Value] {
        section.flatMap { name, value in
            name.hasPrefix("Fn::ForEach::") ? resources(value.array?.last?.object ?? [:]) : [value]
        }.filter { $0["Condition"] == nil }
    }
}
