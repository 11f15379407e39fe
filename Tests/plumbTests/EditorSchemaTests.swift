import FoundationEssentials
import Testing

/// What an editor tells about templates with the schema of `plumb schema`, by a JSON Schema validator.
@Suite struct EditorSchemaTests {
    @Test func editorsTellTheGoodFromTheBad() async throws {
        let root = Emulator.packageRoot
        let folder = try Folder()
        defer { folder.remove() }
        let schema = try Program.run(["schema"])
        try folder.write("schema.json", Array(schema.out.utf8))
        let python = ProcessInfo.processInfo.environment["PLUMB_PYTHON"] ?? "\(root)/.venv/bin/python"
        let files = try ["Tests/Golden/editor", "stacks/templates"].flatMap { directory in
            try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(directory)").sorted()
                .filter { $0.hasSuffix(".yaml") }.map { "\(root)/\(directory)/\($0)" }
        }
        #expect(files.count > 10)
        let run = try await Child.run(
            python, ["\(root)/Tests/Support/editor_schema.py"] + files, environment: ["PATH": "/usr/bin:/bin"],
            input: "\(folder.path)/schema.json")
        #expect(run.status == 0, "\(run.out)\(run.err)")
    }
}
