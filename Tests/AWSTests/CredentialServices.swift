import FoundationEssentials
import Testing
import Values

@testable import AWS

/// The services of `Tests/Support/credentials/services.py` on loopback, started once and ended with the tests.
enum CredentialServices {
    static func url() async throws -> String { try await started.value }

    private static let started = Task {
        let ready = try Python.temporaryFolder() + "/ready"
        // It runs as long as this process does.
        Task {
            await ChildProcess.run(Python.command("services.py", ready), environment: Python.variables, seconds: 7200)
        }
        for _ in 0..<1200 {
            if let url = Environment.disk([:]).readFile(ready) { return url }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Python.Failure("the credential services do not start; run Tests/Support/setup.sh")
    }
}

/// The Python of the test environment, which has botocore.
enum Python {
    struct Failure: Error { init(_ message: String) { self.message = message }; var message: String }

    static let root = String(#filePath.prefix(#filePath.count - "/Tests/AWSTests/CredentialServices.swift".count))
    static let variables = ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]

    static func command(_ script: String, _ arguments: String...) -> [String] {
        let own = ProcessInfo.processInfo.environment["PLUMB_PYTHON"]
        return [own ?? "\(root)/.venv/bin/python", "\(root)/Tests/Support/credentials/\(script)"] + arguments
    }

    /// What botocore answers to a question, by `botocore_answers.py`.
    static func botocore(_ mode: String, _ question: Value) async throws -> Value {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (input, output) = ("\(folder)/in.json", "\(folder)/out.json")
        let disk = Environment.disk([:])
        guard disk.writeFile(input, question.json) else { throw Failure("\(input) cannot be written") }
        let result = await ChildProcess.run(
            command("botocore_answers.py", mode, input, output), environment: variables, seconds: 300)
        guard case .ended(0, _, _) = result, let text = disk.readFile(output) else { throw Failure("\(result)") }
        return try Value(json: text)
    }

    static func temporaryFolder() throws -> String {
        let folder = "\(FileManager.default.temporaryDirectory.path())/plumb-credentials-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}

/// A made-up home with its files, the variables of a process in it, and a profile from the command line.
struct CredentialScene: Sendable {
    var name: String
    var config = ""
    var credentials = ""
    /// By path below the home.
    var files: [String: String] = [:]
    var variables: [String: String] = [:]
    var profile: String?
    /// The code that the user of an MFA device gives.
    var code: String? = "123456"

    /// Its files, written below a new folder; `{url}` and `{home}` are filled in.
    struct Stage: Sendable {
        var home: String
        var variables: [String: String]
    }

    func stage() async throws -> Stage {
        let url = try await CredentialServices.url()
        let home = try Python.temporaryFolder()
        func filled(_ text: String) -> String {
            text.replacing("{url}", with: url).replacing("{home}", with: home)
        }
        let disk = Environment.disk([:])
        var all = files
        if !config.isEmpty { all[".aws/config"] = config }
        if !credentials.isEmpty { all[".aws/credentials"] = credentials }
        for (path, text) in all { _ = disk.writeFile("\(home)/\(path)", filled(text)) }
        var variables = [
            "HOME": home, "PATH": "/usr/bin:/bin", "AWS_DEFAULT_REGION": "us-west-2",
            "AWS_ENDPOINT_URL_STS": "{url}/sts/", "AWS_ENDPOINT_URL_SSO": "{url}/sso/",
            "AWS_ENDPOINT_URL_SSO_OIDC": "{url}/oidc/", "AWS_EC2_METADATA_DISABLED": "true",
            // A busy machine needs more than the usual second.
            "AWS_METADATA_SERVICE_TIMEOUT": "15",
        ]
        variables.merge(self.variables) { $1 }
        return Stage(home: home, variables: variables.filter { !$0.value.isEmpty }.mapValues(filled))
    }

    /// What plumb makes of it.
    func source(
        _ stage: Stage, surroundings: Surroundings = .system, prompt: CredentialsPrompt? = nil
    ) -> any CredentialsProvider {
        let settings = AWSSettings(environment: .disk(stage.variables), profile: profile)
        let code = code
        return settings.credentials(
            transport: Loopback.transport, surroundings: surroundings, prompt: prompt ?? { _ in code })
    }

    func end(_ stage: Stage) { try? FileManager.default.removeItem(atPath: stage.home) }
}
