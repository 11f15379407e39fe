import AWS
import FoundationEssentials
import Glibc
import Testing
import Values

/// Paths that lead to what is no file, or out of where a template may look. Nothing may hang.
@Suite(.timeLimit(.minutes(30))) struct HostileFilesTests {
    private static let deadline = Duration.seconds(60)

    private static func run(_ words: [String], _ variables: [String: String] = [:]) throws -> Program {
        let began = ContinuousClock.now
        let run = try Program.run(words, environment: variables)
        #expect(ContinuousClock.now - began < deadline, "\(words)")
        return run
    }

    private static func pipe(_ folder: Folder, _ name: String) throws -> String {
        let path = "\(folder.path)/\(name)"
        try #require(mkfifo(path, 0o600) == 0)
        return path
    }

    @Test func whatIsNoFileIsNotRead() throws {
        let folder = try Folder()
        defer { folder.remove() }
        for path in [
            try Self.pipe(folder, "pipe.yaml"), "/dev/zero", "/dev/tty", "/dev/full", "/proc/kmsg", "/proc/self/mem",
            "/proc/self/fd/0", "/dev/null/x", "/proc/\(getpid())/fd/99999",
        ] {
            let run = try Self.run(["validate", path])
            #expect(run.status == 1 && run.out.isEmpty, "\(path): \(run.out)")
            #expect(run.err.contains("error[file-") || run.err.contains("error["), "\(path): \(run.err)")
            #expect(run.err.contains("help: "), "\(path): \(run.err)")
        }
        let pipe = try Self.run(["validate", "\(folder.path)/pipe.yaml"])
        #expect(pipe.err.contains("it is a device, a pipe or a socket"), "\(pipe.err)")
        // Found in a folder, and named by a stack file.
        let found = try Self.run(["validate", folder.path])
        #expect(found.status == 1 && found.err.contains("pipe.yaml"), "\(found.err)")
        try folder.write("s.yaml", Array("template-file-path: pipe.yaml\n".utf8))
        let named = try Self.run(["validate", "\(folder.path)/s.yaml"])
        #expect(named.status == 1 && named.err.contains("error[file-unreadable]"), "\(named.err)")
    }

    @Test func foldersThatHoldThemselves() throws {
        let folder = try Folder([
            "s.yaml": "template-file-path: t.yaml\n", "t.yaml": "Resources: {T: {Type: 'AWS::SNS::Topic'}}",
        ])
        defer { folder.remove() }
        try #require(symlink(".", "\(folder.path)/self") == 0)
        let run = try Self.run(["validate", folder.path])
        #expect(run.status == 1 || run.status == 0)
    }

    // MARK: - SourceFile

    private static let object = """
        Resources:
          File:
            Type: Plumb::S3::Object
            Properties: {Bucket: some-bucket, Key: k, SourceFile: PATH}
        """

    private static func plan(_ folder: Folder, _ path: String) throws -> Program {
        let server = try FakeAWS { request in
            request.contains("GetCallerIdentity") ? FakeAWS.caller() : FakeAWS.Answer(status: 404, body: "")
        }
        defer { server.stop() }
        try folder.write("t.yaml", Array(object.replacing("PATH", with: path).utf8))
        return try run(
            ["plan", "\(folder.path)/t.yaml", "--stack-name", "web"],
            [
                "AWS_ENDPOINT_URL": server.url, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "a",
                "AWS_SECRET_ACCESS_KEY": "b", "AWS_MAX_ATTEMPTS": "1",
            ])
    }

    @Test func sourceFilesStayInTheTemplatesDirectory() throws {
        let outside = try Folder(["secret": "OUTSIDE-4711"])
        defer { outside.remove() }
        let folder = try Folder(["inside": "INSIDE-4712"])
        defer { folder.remove() }
        let name = outside.path.split(separator: "/").last ?? ""
        try #require(symlink("\(outside.path)/secret", "\(folder.path)/link") == 0)
        try #require(symlink(outside.path, "\(folder.path)/links") == 0)
        try #require(symlink("inside", "\(folder.path)/near") == 0)
        for path in [
            "\(outside.path)/secret", "/etc/passwd", "../\(name)/secret", "./x/../../\(name)/secret", "link",
            "links/secret",
            "/proc/self/environ", "..", "\(folder.path)/inside",
        ] {
            let run = try Self.plan(folder, path)
            #expect(run.status == 1 && run.err.contains("error[source-file-outside]"), "\(path): \(run.err)")
            #expect(run.err.contains("t.yaml:4:") && run.err.contains("help: "), "\(run.err)")
            #expect(!(run.out + run.err).contains("OUTSIDE-4711"))
        }
        for path in ["inside", "./inside", "near", "x/../inside"] {
            let run = try Self.plan(folder, path)
            #expect(!run.err.contains("source-file") || path.hasPrefix("x/"), "\(path): \(run.err)")
        }
    }

    /// What a file holds arrives byte by byte, also where it is no text.
    @Test func sourceFilesArriveAsTheyAre() async throws {
        let folder = try Folder(["text": "é\r\n"])
        defer { folder.remove() }
        try folder.write("binary", [0, 0xff, 0xfe, 0x80, 10])
        let template = ["text", "binary"].map { name in
            """
              \(name.capitalized):
                Type: Plumb::S3::Object
                Properties: {Bucket: !Ref Bucket, Key: \(name), SourceFile: \(name)}

            """
        }.joined()
        try folder.write(
            "t.yaml",
            Array(
                "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: files-of-mine}\n\(template)"
                    .utf8))
        try await Emulator.lend { emulator in
            let program = try #require(Program.binary)
            let words = ["\(folder.path)/t.yaml", "--stack-name", "web"]
            let run = try await Child.run(
                program, ["apply", "--auto-approve"] + words, environment: emulator.environment)
            #expect(run.status == 0, "\(run.err)")
            for (name, bytes) in [("text", Array("é\r\n".utf8)), ("binary", [0, 0xff, 0xfe, 0x80, 10])] {
                let answer = try await emulator.client().send(
                    APICall("s3", "GetObject", ["Bucket": "files-of-mine", "Key": .string(name)]))
                #expect(answer["Body"] == .bytes(bytes))
            }
            let again = try await Child.run(
                program, ["plan", "--detailed-exitcode"] + words, environment: emulator.environment)
            #expect(again.status == 0, "\(again.out)")
        }
    }

    @Test func sourceFilesThatAreNone() throws {
        let folder = try Folder(["big": String(repeating: "x", count: 5_000_001)])
        defer { folder.remove() }
        _ = try Self.pipe(folder, "pipe")
        for (path, words) in [
            ("pipe", "it is a device, a pipe or a socket"), ("absent", "does not exist"),
            ("big", "5000000 is the limit"),
            (".", "source-file-"),
        ] {
            let run = try Self.plan(folder, path)
            #expect(run.status == 1 && run.err.contains(words), "\(path): \(run.err)")
        }
    }

    // MARK: - Settings

    private static let keys = "[default]\naws_access_key_id = AKID\naws_secret_access_key = SECRETKEY-4711\n"

    private static func settings(_ folder: Folder, _ server: FakeAWS) -> [String: String] {
        [
            "AWS_SHARED_CREDENTIALS_FILE": "\(folder.path)/keys", "AWS_CONFIG_FILE": "\(folder.path)/config",
            "AWS_ENDPOINT_URL": server.url, "AWS_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1",
            "AWS_EC2_METADATA_DISABLED": "true",
        ]
    }

    @Test func filesWithSecretsThatOthersMayRead() throws {
        let server = try FakeAWS { _ in FakeAWS.refusal(403, "AccessDenied", "no") }
        defer { server.stop() }
        let folder = try Folder([
            "t.yaml": "Resources: {T: {Type: 'AWS::SNS::Topic'}}", "keys": Self.keys,
            "config": "[default]\nregion = us-east-1\n",
        ])
        defer { folder.remove() }
        chmod("\(folder.path)/config", 0o644)
        for (mode, warns) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true), (0o644, true)]
            as [(mode_t, Bool)]
        {
            chmod("\(folder.path)/keys", mode)
            for command in [["plan"], ["apply", "--auto-approve"]] {
                let run = try Self.run(
                    command + ["\(folder.path)/t.yaml", "--stack-name", "web"], Self.settings(folder, server))
                let count = run.err.components(separatedBy: "warning[secrets-exposed]").count - 1
                #expect(count == (warns ? 1 : 0), "\(mode): \(run.err)")
                if warns { #expect(run.err.contains("chmod 600 \(folder.path)/keys"), "\(run.err)") }
                #expect(!run.err.contains("4711") && !run.err.contains("\(folder.path)/config"), "\(run.err)")
            }
        }
    }

    @Test func settingsThatAreNoFiles() throws {
        let server = try FakeAWS { _ in FakeAWS.caller() }
        defer { server.stop() }
        let folder = try Folder(["t.yaml": "Resources: {T: {Type: 'AWS::SNS::Topic'}}"])
        defer { folder.remove() }
        let pipe = try Self.pipe(folder, "pipe")
        for path in [pipe, "/dev/zero", "/dev/tty"] {
            for variable in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
                let run = try Self.run(
                    ["plan", "\(folder.path)/t.yaml", "--stack-name", "web"],
                    Self.settings(folder, server).merging([variable: path]) { $1 })
                #expect(run.status == 1, "\(path): \(run.err)")
                #expect(run.err.contains("\(path) is a device, a pipe or a socket, not a file"), "\(run.err)")
            }
        }
        #expect(server.requests.isEmpty)
    }
}
