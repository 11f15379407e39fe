import Testing
import Values

@testable import AWS

/// plumb against botocore: the same files, variables, profile and services, the same credentials, region and endpoints.
@Suite(.timeLimit(.minutes(30))) struct CredentialPrecedenceTests {
    /// botocore's answers for all scenes, by name; asked for once.
    private static let botocore = Task { () async throws -> [String: Value] in
        var stages: [CredentialScene.Stage] = []
        for scene in CredentialScene.all { stages.append(try await scene.stage()) }
        let question = zip(CredentialScene.all, stages).map { scene, stage -> Value in
            [
                "home": .string(stage.home), "profile": scene.profile.map { .string($0) } ?? .null,
                "variables": .object(
                    Value.Object(stage.variables.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            ]
        }
        let answers = try await Python.botocore("credentials", .array(question)).array ?? []
        for (scene, stage) in zip(CredentialScene.all, stages) { scene.end(stage) }
        return Dictionary(uniqueKeysWithValues: zip(CredentialScene.all.map(\.name), answers))
    }

    @Test(arguments: CredentialScene.all.map(\.name)) func sameAsBotocore(_ name: String) async throws {
        let scene = try #require(CredentialScene.all.first { $0.name == name })
        let expected = try #require(try await Self.botocore.value[name])
        let stage = try await scene.stage()
        defer { scene.end(stage) }
        let found: Credentials
        do {
            found = try #require(try await scene.source(stage).credentials())
        } catch let error as CredentialsError {
            #expect(expected["key"] == nil, "plumb: \(error.message); botocore: \(expected.json)")
            let isNowhere = error.message.hasPrefix("no AWS credentials were found")
            #expect(
                isNowhere == (expected["none"]?.bool == true), "plumb: \(error.message); botocore: \(expected.json)")
            return
        }
        #expect(expected["key"]?.string == found.accessKeyID, "\(expected.json)")
        #expect(expected["secret"]?.string == found.secretAccessKey)
        #expect(expected["token"]?.string == found.sessionToken)
        let settings = AWSSettings(environment: .disk(stage.variables), profile: scene.profile)
        #expect(expected["region"]?.string == settings.region)
        for (service, url) in try #require(expected["urls"]?.object) {
            let model = try #require(APIModel.service(service))
            let endpoint = try Endpoint.resolve(
                model, region: try #require(settings.region), options: settings.endpoints)
            // Each stage has its own home and the same services: what differs is the path alone.
            #expect(
                url.string?.trimmingSlash == "\(endpoint.scheme)://\(endpoint.host)\(endpoint.basePath)", "\(service)")
        }
    }

    /// A table that only holds refusals, or only successes, would prove little.
    @Test func theTableHasAllKinds() async throws {
        let answers = try await Self.botocore.value.values
        #expect(answers.count { $0["key"] != nil } > 40)
        #expect(answers.count { $0["error"] != nil } > 15)
        #expect(answers.count { $0["none"] != nil } >= 4)
        #expect(Set(answers.compactMap { $0["key"]?.string }).count > 25)
    }
}

extension String {
    fileprivate var trimmingSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
