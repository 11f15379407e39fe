import Declarations
import Resources
import Testing
import Values

extension Registry {
    static func standardSchema(_ type: String) -> ResourceSchema? { standard.schema(type) }
}

@Suite("Declarations against both models")
struct DeclarationTests {
    @Test("bear out", arguments: Registry.standard.types.map(\.name))
    func bearOut(_ name: String) throws {
        let type = try #require(Registry.standard.type(name))
        for finding in DeclarationCheck.findings(in: type, schema: Registry.standard.schema(name)) {
            Issue.record("\(finding)")
        }
    }

    @Test("names are unique and sorted")
    func names() {
        let names = Registry.standard.types.map(\.name)
        #expect(names == Array(Set(names)).sorted())
    }
}
