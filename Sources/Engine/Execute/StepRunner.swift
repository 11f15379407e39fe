internal import AWS
internal import Declarations
internal import Diagnostics
internal import Language
internal import Plans
internal import Values

/// Runs the calls of one step in order.
struct StepRunner: Sendable {
    let step: Step
    let place: Place
    let frame: Frame?
    let caller: any Caller
    let surroundings: Surroundings
    let state: RunState
    /// Reads again what the step takes for granted; nil where that was done a moment ago.
    let check: FactCheck?
    let settings: RunSettings
    /// True when another step of the plan takes what AWS tells once of this step's resource.
    let isReceived: Bool
    /// The attributes of the step's resource that something in the plan waits for.
    let awaited: Set<String>
    let progress: @Sendable (Progress) -> Void

    /// Why a step failed, for the outcome.
    private struct StepFailure: Error { var diagnostic: Diagnostic }

    func run() async -> StepOutcome {
        do throws(StepFailure) {
            if let moved = await check?.findings(before: step).all.first(where: { $0.severity == .error }) {
                throw StepFailure(diagnostic: moved)
            }
            for (index, call) in step.calls.enumerated() { try await perform(call, number: index + 1) }
            if step.action == .update || step.action == .adopt { try await refresh() }
            if step.makesItem { await complete() }
            let id = state.live(step.address)?.physicalID
            return StepOutcome(step: step, state: .done, physicalID: id ?? step.physicalID)
        } catch {
            return StepOutcome(step: step, state: .failed(error.diagnostic), physicalID: step.physicalID)
        }
    }

    // MARK: - One call

    private func perform(_ planned: PlannedCall, number: Int) async throws(StepFailure) {
        // What an earlier call of a deletion did not find has nothing to answer for a later one.
        if step.action == .delete, state.isAbsent(step.address),
            planned.input.awaitedAttributes.contains(where: {
                $0.address == step.address && state.attribute($0.address, $0.name) == nil
            })
        {
            return
        }
        var input = try await settle(planned.input)
        let model = APIModel.service(planned.service)?.operation(planned.operation)
        if planned.input.hasDeferred {
            input = Encoding.fitted(input, to: model?.input)
        }
        var call = APICall(planned.service, planned.operation, input, region: planned.region)
        progress(.call(step, planned))
        let journal = CallJournal(
            step: step, number: number, planned: planned,
            secrets: planned.secrets + planned.input.leafPaths { state.isSecret($0) }, write: settings.journal)
        var renewals = 0
        while true {
            let output = try await send(call, planned, journal)
            state.record(result: output, sensitive: model?.sensitiveTexts(in: output) ?? [], for: step.address)
            guard let yields = planned.yields, let frame else { break }
            record(yields.isEmpty ? output : output.at(yields) ?? output, created: output, frame)
            if renewals < Self.mostRenewals, let renewed = call.withTokenRenewed, await isOfThePast(frame) {
                progress(.retrying(step, planned, because: "the answer names what is gone"))
                call = renewed
                renewals += 1
                continue
            }
            try handOver(frame)
            if let kept = frame.type.create.keeps, kept.isTold(by: step), output.at(kept.told) == nil {
                throw StepFailure(diagnostic: EngineDiagnostics.secretUntold(step, isKept: true))
            }
            break
        }
        if let wait = planned.wait, isTold(wait.input) { try await await_(wait) }
    }

    /// Gives what AWS tells once to whoever keeps such, where no other resource takes it.
    private func handOver(_ frame: Frame) throws(StepFailure) {
        let names = frame.type.attributes.filter(\.value.once).keys
        guard !names.isEmpty, !isReceived, let keepSecret = settings.keepSecret else { return }
        let found = names.compactMap { name in
            state.attribute(step.address, name)?.scalarText.map { (name, $0) }
        }
        let id = state.live(step.address)?.physicalID ?? ""
        guard found.count == names.count, !id.isEmpty else {
            throw StepFailure(diagnostic: EngineDiagnostics.secretUntold(step))
        }
        let told = ToldSecret(
            address: step.address, type: step.type, physicalID: id,
            secrets: Dictionary(found, uniquingKeysWith: { first, _ in first }))
        if var problem = keepSecret(told) {
            problem.address = step.address
            throw StepFailure(diagnostic: problem)
        }
    }

    /// How often another token is taken for one creation.
    private static let mostRenewals = 3

    /// True when AWS has answered a creation with what its token made in an earlier life, and that is gone.
    private func isOfThePast(_ frame: Frame) async -> Bool {
        guard frame.type.create.call.hasLastingToken else { return false }
        if case .absent = await find(attempts: Self.untilSettled, answerWasLost: true) { return true }
        return false
    }

    /// False when a wait names what the call would have answered (an operation's id), and the answer was lost or a
    /// tolerated failure: what is waited for is there, or gone, already.
    private func isTold(_ input: Value) -> Bool {
        !input.awaitedAttributes.contains {
            $0.address == step.address && $0.name.hasPrefix("result:") && state.attribute($0.address, $0.name) == nil
        }
    }

    private func record(_ item: Value, created: Value?, _ frame: Frame) {
        let shaped = frame.type.read.shape?(item) ?? item
        var merged = (try? step.lookup.settled { state.attribute($0, $1) }) ?? step.lookup
        for (name, value) in shaped.object ?? [:] { merged = merged.setting(name, to: value) }
        state.record(Live(frame: frame, place: place, item: merged), created: created, for: step.address)
    }

    /// Sends a call until it succeeds, is known to have succeeded, or cannot succeed.
    private func send(
        _ call: APICall, _ planned: PlannedCall, _ journal: CallJournal
    ) async throws(StepFailure) -> Value {
        let began = surroundings.now()
        var tries = 0
        var call = call
        var wasLost = false
        while true {
            let entry = journal.begin(call, attempt: tries + 1)
            guard settings.mayChange() else {
                entry(.withheld)
                throw StepFailure(diagnostic: EngineDiagnostics.withheld(planned.name, address: step.address))
            }
            do {
                let answer = try await caller.answer(to: call, repeatable: planned.repeatable)
                entry(.succeeded(requestID: answer.requestID))
                return answer.output
            } catch {
                let failure = error
                wasLost = wasLost || failure.isAmbiguous
                let text = (failure.code.rawValue, failure.message)
                if planned.tolerates.contains(where: {
                    $0.matches(code: text.0, message: text.1) && (failure.isAmbiguous || $0.afterLoss != true)
                }) {
                    entry(.tolerated(failure.cause))
                    if step.action == .delete { state.recordAbsence(step.address) }
                    return [:]
                }
                // An earlier attempt took effect, and only its answer was lost.
                if planned.yields == nil, failure.isAmbiguous, failure.saysItIsSo {
                    entry(.tolerated(failure.cause))
                    return [:]
                }
                if !planned.revision.isEmpty, wasLost, failure.isAmbiguous || failure.kind == .conflict {
                    let moved = await find(
                        attempts: Self.untilVisible, answerWasLost: true, after: planned.revision)
                    switch moved {
                    case .live(let live):
                        entry(.found(failure.cause))
                        return live.part(after: planned.revision) ?? [:]
                    case .unreadable where failure.isAmbiguous:
                        entry(.unclear(failure.cause))
                        throw StepFailure(diagnostic: EngineDiagnostics.answerLost(failure, address: step.address))
                    case .unreadable, .absent: break
                    }
                }
                if planned.yields != nil, failure.isAmbiguous || failure.kind == .conflict || failure.saysItIsSo {
                    // What AWS says is there may take seconds to show up, as after a lost answer; where it has seen
                    // our own token, it will.
                    let isThere = failure.isAmbiguous || failure.saysItIsSo
                    let isOurs = failure.saysItIsSo && frame?.type.create.call.hasToken == true
                    switch await find(
                        attempts: isOurs ? Self.untilShown : isThere ? Self.untilVisible : 1,
                        answerWasLost: failure.isAmbiguous)
                    {
                    case .live(let live):
                        // It took effect, and only the answer was lost.
                        entry(.found(failure.cause))
                        return wrapped(live.item, at: planned.yields ?? "")
                    case .unreadable where failure.isAmbiguous && !planned.repeatable:
                        entry(.unclear(failure.cause))
                        throw StepFailure(diagnostic: EngineDiagnostics.answerLost(failure, address: step.address))
                    case .unreadable, .absent: break
                    }
                }
                entry(failure.isAmbiguous ? .unclear(failure.cause) : .failed(failure.cause))
                // The same resource was made and deleted within the life of its token: this is to be another one.
                if failure.code == "IdempotentInstanceTerminated", let renewed = call.withTokenRenewed,
                    tries < Self.mostRenewals
                {
                    call = renewed
                    tries += 1
                    continue
                }
                let patience = patience(planned, failure, sent: call.input)
                let waited = surroundings.seconds(since: began)
                // Three attempts, as the SDKs make: the client has made them where the call may simply be repeated.
                let wasSought = planned.yields != nil || !planned.revision.isEmpty
                let mayRepeat = failure.isAmbiguous && wasSought && !planned.repeatable && tries < 2
                guard mayRepeat || waited < patience, !Task.isCancelled else {
                    throw StepFailure(diagnostic: EngineDiagnostics.callFailed(failure, address: step.address))
                }
                progress(.retrying(step, planned, because: "\(failure.code.rawValue)"))
                await pause(min(10, 0.25 * Double(1 << min(tries, 6))))
                tries += 1
            }
        }
    }

    /// For how many seconds a failure is worth repeating the call.
    private func patience(_ planned: PlannedCall, _ failure: AWSFailure, sent: Value) -> Double {
        if let match = planned.retries.first(where: {
            $0.matches(code: failure.code.rawValue, message: failure.message)
        }) {
            return Double(match.patience ?? planned.patience)
        }
        // What was made a moment ago may not be visible everywhere yet.
        if failure.kind == .notFound, planned.mayAppear(failure.message, in: sent) { return 60 }
        return 0
    }

    private func wrapped(_ item: Value, at path: String) -> Value {
        path.isEmpty ? item : Value.object([:]).setting(path, to: item)
    }

    // MARK: - Looking up

    private enum Found {
        case live(Live)
        case absent
        /// Nothing can be said: reading failed as well.
        case unreadable

        var live: Live? { if case .live(let live) = self { live } else { nil } }
    }

    /// Attempts to see what may be there: in 8 s, in 24 s, and in a minute.
    private static let untilVisible = 5, untilSettled = 7, untilShown = 12

    /// The resource of this step as it is in AWS now.
    /// - Parameters:
    ///   - attempts: several where a new resource may take seconds to show up.
    ///   - answerWasLost: true where it may have been made by this very step.
    ///   - revision: what it has shown, where this step changes that.
    private func find(
        attempts: Int, answerWasLost: Bool = false, after revision: [String: Value] = [:]
    ) async -> Found {
        guard let frame, let lookup = try? await settle(step.lookup) else { return .unreadable }
        var sought = Sought(
            address: step.address, stack: step.stack, logicalID: step.logicalID, frame: frame, place: place,
            properties: lookup)
        sought.callerReference = CallerReference.text(stack: step.stack, logicalID: step.logicalID)
        sought.mentioned = Set(lookup.object?.keys ?? [])
        var wasRead = false
        for attempt in 0..<attempts {
            if attempt > 0 { await pause(min(8, 0.25 * Double(1 << attempt))) }
            let reader = Reader(
                cache: ReadCache(caller), search: TagSearch(), stacks: [step.stack], readsEverything: true)
            guard let result = try? await reader.read(frame, place: place, sought: [sought]) else {
                wasRead = false
                continue
            }
            wasRead = true
            // What is to go may bear the marks and not the name.
            let marked = revision.isEmpty ? [] : result.marked
            let lives = ((result.found[0] ?? []) + marked).filter { !step.others.contains($0.physicalID) }
            let mine = lives.first { live in
                revision.isEmpty
                    ? isMine(live, answerWasLost: answerWasLost)
                    : live.physicalID == step.physicalID && live.part(after: revision) != nil
            }
            if let mine { return .live(mine) }
            // It is another's.
            if !lives.isEmpty, !answerWasLost { break }
        }
        return wasRead ? .absent : .unreadable
    }

    /// Without marks a resource is this step's when nothing else can be meant: by its type, by its caller reference, or
    /// because its creation, whose answer was lost, puts the marks on in a call of its own.
    private func isMine(_ live: Live, answerWasLost: Bool) -> Bool {
        let type = live.frame.type
        if type.tagging == nil || live.isMarked(stack: step.stack, logicalID: step.logicalID) { return true }
        guard live.stack == nil else { return false }
        if case .reference = type.identity { return true }
        return answerWasLost && !type.create.call.arguments.contains(where: \.isTags)
    }

    /// Reads a new resource when its creation has not answered all that others wait for.
    private func complete() async {
        let missing = awaited.filter { !$0.hasPrefix("result:") && state.attribute(step.address, $0) == nil }
        if !missing.isEmpty { _ = await look() }
    }

    /// Reads the resource that the step has made.
    /// - Returns: false when it is not to be seen.
    private func look() async -> Bool {
        guard let live = await find(attempts: Self.untilVisible, answerWasLost: true).live else { return false }
        state.record(live, for: step.address)
        return true
    }

    /// Reads the resource again when its update has changed attributes that others wait for.
    private func refresh() async throws(StepFailure) {
        guard let frame, frame.type.attributes.values.contains(where: { !$0.follows.isEmpty }),
            let live = await find(attempts: 1).live
        else { return }
        state.record(live, for: step.address)
    }

    // MARK: - Values

    private func settle(_ value: Value) async throws(StepFailure) -> Value {
        guard value.hasDeferred else { return value }
        try await resolveSecrets(in: value)
        do {
            var settled = try value.settled { state.attribute($0, $1) }
            // The create call does not answer everything.
            if settled.hasDeferred, settled.awaited.contains(step.address), await look() {
                settled = try settled.settled { state.attribute($0, $1) }
            }
            guard !settled.hasDeferred else {
                let names = settled.awaitedAttributes.map { "\($0.address).\($0.name)" }
                throw StepFailure(
                    diagnostic: EngineDiagnostics.unsettled(
                        "\(names.joined(separator: ", ")) is not known after its step has run.", address: step.address))
            }
            return settled
        } catch let failure as StepFailure {
            throw failure
        } catch let failure as DeferredError {
            throw StepFailure(diagnostic: EngineDiagnostics.unsettled(failure.message, address: step.address))
        } catch {
            throw StepFailure(diagnostic: EngineDiagnostics.unsettled("\(error)", address: step.address))
        }
    }

    /// Fetches `{{resolve:secretsmanager:…}}` and `{{resolve:ssm-secure:…}}` when a call needs them; they are nowhere
    /// else.
    private func resolveSecrets(in value: Value) async throws(StepFailure) {
        for (address, name) in value.awaitedAttributes where address == DynamicReference.address {
            guard state.attribute(address, name) == nil, let secret = SecretValue(name) else { continue }
            let answer: Value
            do {
                answer = try await caller.send(secret.call(region: step.region), repeatable: true)
            } catch {
                throw StepFailure(diagnostic: EngineDiagnostics.callFailed(error, address: step.address))
            }
            guard let value = secret.value(in: answer) else {
                throw StepFailure(diagnostic: EngineDiagnostics.unsettled(secret.missing, address: step.address))
            }
            state.record(secret: value, for: name)
        }
    }

    // MARK: - Waiting

    private func await_(_ wait: PlannedWait) async throws(StepFailure) {
        let input = try await settle(wait.input)
        let call = APICall(wait.service, wait.operation, input, region: place.region(of: step, frame))
        let began = surroundings.now()
        var tries = 0
        progress(.waiting(step, for: wait.says))
        while !Task.isCancelled {
            do {
                let output = try await caller.send(call, repeatable: true)
                if wait.until.holds(for: output) {
                    if let path = wait.item, let item = output.at(path), let frame { merge(item, frame) }
                    return
                }
                if wait.failing?.holds(for: output) == true {
                    throw StepFailure(
                        diagnostic: EngineDiagnostics.waitEnded(
                            wait.says, address: step.address, seconds: wait.atMost, failed: true))
                }
            } catch let failure as AWSFailure {
                if wait.endedBy.contains(where: { $0.matches(code: failure.code.rawValue, message: failure.message) }) {
                    return
                }
                guard failure.kind == .notFound || failure.isRetryable else {
                    throw StepFailure(diagnostic: EngineDiagnostics.callFailed(failure, address: step.address))
                }
            } catch let failure as StepFailure {
                throw failure
            } catch {
                throw StepFailure(diagnostic: EngineDiagnostics.unsettled("\(error)", address: step.address))
            }
            guard surroundings.seconds(since: began) < wait.atMost else {
                throw StepFailure(
                    diagnostic: EngineDiagnostics.waitEnded(
                        wait.says, address: step.address, seconds: wait.atMost, failed: false))
            }
            // Short at first: many things take no time at all.
            await pause(min(wait.every, 0.2 * Double(1 << min(tries, 8))))
            tries += 1
        }
        throw StepFailure(diagnostic: EngineDiagnostics.waitCancelled(wait.says, address: step.address))
    }

    private func merge(_ item: Value, _ frame: Frame) {
        let shaped = frame.type.read.shape?(item) ?? item
        guard var live = state.live(step.address) else {
            record(shaped, created: nil, frame)
            return
        }
        for (name, value) in shaped.object ?? [:] { live.item = live.item.setting(name, to: value) }
        state.record(Live(frame: frame, place: place, item: live.item), for: step.address)
    }

    private func pause(_ seconds: Double) async { try? await surroundings.sleep(.seconds(seconds)) }
}

extension KeptSecret {
    /// True when a call of the step puts the secret away.
    fileprivate func isTold(by step: Step) -> Bool {
        step.calls.contains { $0.input.awaitedAttributes.contains { $0.name == "result:" + told } }
    }
}

extension Call {
    /// True when AWS knows a repeated call by a token that is this resource's alone.
    fileprivate var hasToken: Bool { arguments.contains { if case .token = $0.source { true } else { false } } }

    /// True when the token stands for what it made even when that is gone.
    fileprivate var hasLastingToken: Bool {
        arguments.contains { if case .token(_, outlives: true) = $0.source { true } else { false } }
    }
}

extension APICall {
    /// The same call as the first of its kind; nil when it has no `ClientToken`.
    fileprivate var withTokenRenewed: APICall? {
        guard let token = input["ClientToken"]?.string else { return nil }
        var renewed = self
        renewed.input = input.setting("ClientToken", to: .string(Digest.sha256(token)))
        return renewed
    }
}

extension Live {
    /// The part of the item in which a path stands whose value is another than it was; nil when all are as they were.
    fileprivate func part(after revision: [String: Value]) -> Value? {
        let moved = revision.keys.sorted().first { path in item.at(path).map { $0 != revision[path] } ?? false }
        return moved.map { path in
            let parent = path.split(separator: ".").dropLast().joined(separator: ".")
            return parent.isEmpty ? item : item.at(parent) ?? [:]
        }
    }
}

extension AWSFailure {
    /// True when AWS refuses to add what is there already (`InvalidPermission.Duplicate`, `EntityAlreadyExists`).
    fileprivate var saysItIsSo: Bool {
        ["Duplicate", "AlreadyExist", "AlreadyAssociated"].contains { code.rawValue.contains($0) }
            // ECS says so of a service whose name is taken, under a code that says nothing.
            || message.contains("was not idempotent")
    }
}

extension Place {
    fileprivate func region(of step: Step, _ frame: Frame?) -> String {
        frame.map { region(of: $0.type) } ?? step.region
    }
}
