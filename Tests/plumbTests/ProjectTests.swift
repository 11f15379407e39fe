import AWS
import Diagnostics
import FoundationEssentials
import Glibc
import Language
import Testing

@testable import plumb

/// Which files templates may take in: those of their git work tree, on the disk and in a revision.
@Suite struct ProjectTests {
    private static let stack = "Resources: {N: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: PATH}}}"

    /// A directory with `repository/templates/root.yaml`, which nests `url`, and files in and beside the repository.
    private static func make(_ url: String, isRepository: Bool) throws -> String {
        var path = Array("/tmp/plumb-project-XXXXXX".utf8CString)
        try #require(mkdtemp(&path) != nil)
        let directory = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let topic = "Resources: {T: {Type: 'AWS::SNS::Topic'}}"
        for (name, text) in [
            "repository/templates/root.yaml": stack.replacing("PATH", with: url),
            "repository/stacks/s.yaml": "template-file-path: ../templates/root.yaml\n",
            "repository/stacks/over.yaml":
                "template-file-path: ../parts/topic.yaml\ndepends-on: [../../outside.yaml, link.yaml]\n",
            "outside.yaml": "a-key-of-somebody-elses: PLANTED-4711\n",
            "repository/stacks/out.yaml": "template-file-path: ../../beside.yaml\n",
            "repository/parts/topic.yaml": topic, "repository/templates/below/topic.yaml": topic, "beside.yaml": topic,
        ] {
            let file = "\(directory)/\(name)"
            let folder = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try text.write(toFile: file, atomically: false, encoding: .utf8)
        }
        try #require(symlink("\(directory)/beside.yaml", "\(directory)/repository/templates/link.yaml") == 0)
        try #require(symlink("\(directory)/outside.yaml", "\(directory)/repository/stacks/link.yaml") == 0)
        guard isRepository else { return directory }
        let who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
        for words in [["init", "-q"], ["add", "."], who + ["commit", "-q", "-m", "x"]] {
            let (result, _) = ChildProcess.runHere(
                ["git", "-C", "\(directory)/repository"] + words,
                environment: ["PATH": "/usr/bin:/bin", "HOME": directory], bytesAtMost: 100_000)
            guard case .ended(0, _, _) = result else {
                Issue.record("git \(words): \(result)")
                return directory
            }
        }
        return directory
    }

    private static func codes(_ path: String, _ files: any FileLoader) -> [Diagnostic.Code] {
        StackSet.load([path], from: files).1.all.map(\.code)
    }

    @Test(arguments: [
        ("../parts/topic.yaml", true, true), ("below/topic.yaml", true, true), ("../../beside.yaml", true, false),
        ("link.yaml", true, false), ("../.git/config", true, false), ("../parts/topic.yaml", false, false),
        ("below/topic.yaml", false, true), ("link.yaml", false, false),
    ])
    func onTheDisk(_ url: String, _ isRepository: Bool, _ isTaken: Bool) throws {
        let directory = try Self.make(url, isRepository: isRepository)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let found = Self.codes("\(directory)/repository/stacks/s.yaml", DiskFiles())
        #expect(found == (isTaken ? [] : ["file-outside"]))
    }

    @Test func aStackFileStaysInItsRepository() throws {
        for isRepository in [true, false] {
            let directory = try Self.make("below/topic.yaml", isRepository: isRepository)
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let found = Self.codes("\(directory)/repository/stacks/out.yaml", DiskFiles())
            #expect(found == (isRepository ? ["file-outside"] : []), "without git nothing says where a project ends")
        }
    }

    /// What another stack is made of is read as closely: nothing of a file outside is, not even to say what is wrong.
    @Test func dependenciesStayInTheRepository() throws {
        let directory = try Self.make("below/topic.yaml", isRepository: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let files = RecordingFiles(DiskFiles())
        let (_, findings) = StackSet.load(["\(directory)/repository/stacks/over.yaml"], from: files)
        #expect(findings.all.map(\.code) == ["file-outside", "file-outside"], "\(findings.all.map(\.message))")
        #expect(!files.digests.keys.contains { $0.hasSuffix("outside.yaml") || $0.hasSuffix("link.yaml") })
    }

    @Test func inARevision() throws {
        for (url, isTaken) in [("../parts/topic.yaml", true), ("../../beside.yaml", false)] {
            let directory = try Self.make(url, isRepository: true)
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let path = "\(directory)/repository/stacks/s.yaml"
            let files = try RevisionFiles(
                "HEAD", around: path, variables: ["PATH": "/usr/bin:/bin", "HOME": directory])
            #expect(Self.codes(path, files) == (isTaken ? [] : ["file-outside"]))
        }
    }
}
