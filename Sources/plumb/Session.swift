import AWS
import Declarations
import Diagnostics
import Dispatch
import Engine
import Language
import Locks
import Plans
import Reports
import Resources
import Synchronization
import Transport
import Values

/// All that a command needs of the rooms behind it, as values: commands can be tried without AWS.
struct Session: Sendable {
    var registry: @Sendable () -> Registry
    var files: any FileLoader
    /// Reads AWS, never changes it.
    var plan: @Sendable (StackSet, Plan.Purpose, RunOptions, any FileLoader) async -> (Plan?, Findings)
    /// Reads again what a plan takes for granted.
    var check: @Sendable (Plan) async -> Findings
    /// The plan that takes back what a failed run has done.
    var rollback: @Sendable (StackSet, RunOptions, any FileLoader, Plan, Outcome) async -> (Plan?, Findings)
    /// Carries a plan out.
    var run: @Sendable (Plan, RunSettings, StopSignal, @escaping @Sendable (Progress) -> Void) async -> Outcome
    /// Where runs take turns.
    var locks: @Sendable () -> S3Locks
    /// The region of stacks that name none; asked only where a plan is made or checked.
    var region: @Sendable () -> String?
    var now: @Sendable () -> Timestamp

    /// All pages of a call that reads.
    var ask: @Sendable (APICall) async throws(AWSFailure) -> [Value] = { call throws(AWSFailure) in
        throw AWSFailure(
            service: call.service, operation: call.operation, code: "NoClient", message: "there is no AWS here",
            kind: .invalid)
    }

    /// The files of a git revision, in the repository that a path lies in.
    var revision: @Sendable (_ name: String, _ path: String) throws(Diagnostic) -> any FileLoader = {
        name, path throws(Diagnostic) in
        do throws(RevisionFiles.Failure) {
            return try RevisionFiles(name, around: path, variables: Environment.process.variables)
        } catch {
            throw error.diagnostic
        }
    }

    /// A plan with who last changed what has moved.
    var who: @Sendable (Plan) async -> (Plan, Findings) = { ($0, Findings()) }

    /// Where `--parameters-file -` reads.
    var input = StandardInput()

    /// What has been met of secrets: given as parameters, used to sign, answered by AWS. Nothing may print them.
    var secrets = SecretTexts()

    func load(_ options: StackOptions) -> (StackSet?, Findings) {
        let plans = options.paths.filter { SavedPlans.isPlan($0, files) }
        guard plans.isEmpty else { return (nil, Findings(plans.map(Diagnostic.savedPlanGiven))) }
        return StackSet.load(options.paths, overrides: options.overrides, from: InputFiles(files: files, input: input))
    }

    /// The real one.
    /// - Parameter options: nil for commands that take none.
    static func live(_ options: AWSOptions? = nil) -> Session {
        let secrets = SecretTexts()
        let access = Access(options, secrets)
        return Session(
            registry: { Registry.standard }, files: DiskFiles(),
            plan: {
                let (plan, found) = await access.workbench($0, $2, $3).plan($1)
                return (
                    plan,
                    Findings(
                        access.settings.exposedFiles.map(Diagnostic.exposedFile)
                            + access.settings.endpoints.unencrypted.map(Diagnostic.unencrypted) + found.all)
                )
            },
            check: { await FactCheck($0, registry: .standard, caller: access.client).findings() },
            rollback: { await access.workbench($0, $1, $2).rollback(of: $3, $4) },
            run: { plan, settings, stop, progress in
                let executor = Executor(plan: plan, registry: .standard, caller: access.client, settings: settings)
                return await executor.run(stop: stop, progress: progress)
            },
            locks: {
                S3Locks { call, repeatable throws(AWSFailure) in
                    try await access.client.answer(to: call, repeatable: repeatable)
                }
            },
            region: { access.settings.region }, now: { Surroundings.system.now() },
            ask: { call throws(AWSFailure) in try await access.client.pages(call) },
            who: { await LastChanges(registry: .standard, caller: access.client).told(in: $0) }, secrets: secrets)
    }
}

/// Access to AWS, made when it is first needed and shared by planning and running: what needs no AWS reads no
/// configuration and starts no thread.
private final class Access: Sendable {
    private let options: AWSOptions?
    private let secrets: SecretTexts
    private let made = Mutex<(settings: AWSSettings, client: Client)?>(nil)

    init(_ options: AWSOptions?, _ secrets: SecretTexts) {
        self.options = options
        self.secrets = secrets
    }

    var settings: AWSSettings { both.settings }
    var client: Client { both.client }

    func workbench(_ stacks: StackSet, _ options: RunOptions, _ files: any FileLoader) -> Workbench {
        var options = options
        options.region = settings.region
        options.secrets = secrets
        options.regionProblem = settings.regionProblem.map { ($0.message, $0.help) }
        // Somebody else's endpoint may have regions of its own.
        options.checksRegions = settings.endpoints.url == nil && settings.endpoints.urls.isEmpty
        return Workbench(stacks: stacks, registry: .standard, caller: client, options: options, files: files)
    }

    /// Waiting for a person blocks a thread, which must not be one that the rest of the program needs.
    private static let prompt: CredentialsPrompt = { question in
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: Terminal.secret(question)) }
        }
    }

    /// Nil without `--debug`.
    private var exchanges: ExchangeObserver? {
        guard options?.debug == true else { return nil }
        let sink = Terminal.standard(hiding: secrets).err
        return { sink.write($0.text) }
    }

    private var both: (settings: AWSSettings, client: Client) {
        made.withLock { made in
            if let made { return made }
            let settings = AWSSettings(
                environment: .process, region: options?.region, profile: options?.profile,
                endpointURL: options?.endpointURL)
            var curl = CurlOptions()
            curl.certificateFile = settings.certificateFile
            let transport = CurlTransport(options: curl)
            // Every call of a plan names its region; the client's own serves those that have none.
            let client = Client(
                region: settings.region ?? "us-east-1",
                credentials: settings.credentials(
                    transport: transport, prompt: Self.prompt, secrets: secrets, exchanges: exchanges),
                transport: transport,
                options: ClientOptions(
                    endpoints: settings.endpoints, retry: settings.retry, exchanges: exchanges, secrets: secrets))
            made = (settings, client)
            return (settings, client)
        }
    }
}

extension Exchange {
    fileprivate var text: String {
        func pairs(_ headers: HTTPHeaders) -> [(String, String)] { headers.fields.map { ($0.name, $0.value) } }
        let asked = ExchangeText.request(
            name: name, method: method, url: url, headers: pairs(headers), body: body)
        guard let answer else {
            return asked + ExchangeText.failure(failure ?? "", milliseconds: milliseconds)
        }
        return asked
            + ExchangeText.answer(
                status: answer.status, headers: pairs(answer.headers), body: answer.body, requestID: answer.requestID,
                milliseconds: milliseconds)
    }
}
