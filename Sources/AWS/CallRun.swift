internal import Synchronization
internal import Transport
internal import Values

/// One call from its input to its output, over as many attempts as it takes.
struct CallRun {
    let client: Client
    let call: APICall
    let service: ServiceModel
    let operation: OperationModel
    let repeatable: Bool

    var surroundings: Surroundings { client.options.surroundings }

    func send() async throws(AWSFailure) -> CallAnswer {
        let input = try checkedInput()
        var history = RetryHistory()
        var attempt = 0
        while true {
            attempt += 1
            let target = try target(for: input)
            observe(.sending, attempt, target)
            let result = try await once(target, input)
            switch result.outcome {
            case .success(let output):
                client.quota.give(attempt == 1 ? 1 : history.transients > 0 ? RetryPolicy.transientCost : 0)
                observe(.succeeded(status: result.status ?? 0, requestID: result.requestID), attempt, target)
                return CallAnswer(
                    output: output, requestID: result.requestID,
                    date: result.headers["Date"].flatMap { Timestamp($0) })
            case .failure(let whole):
                var failure = whole.masked(client.options.secrets, and: secrets(of: input))
                failure.attempts = attempt
                let delay = await next(after: failure, result, target, &history)
                // What an earlier attempt may have done stays possible, whatever the last one answers.
                history.isAmbiguous = history.isAmbiguous || failure.isAmbiguous
                failure.isAmbiguous = history.isAmbiguous
                guard let delay, !Task.isCancelled else {
                    if [.expired, .unauthenticated].contains(failure.kind), let used = result.credentials {
                        failure.message += " (\(used))"
                    }
                    observe(.failed(failure), attempt, target)
                    throw failure
                }
                client.count { $0.retries += 1 }
                observe(.retrying(failure, delay: delay), attempt, target)
                guard delay > .zero else { continue }
                do {
                    try await surroundings.sleep(delay)
                } catch {
                    failure.kind = .cancelled
                    throw failure
                }
            }
        }
    }

    // MARK: - Before

    private func checkedInput() throws(AWSFailure) -> Value {
        guard !call.input.hasDeferred else {
            throw .invalid(call, "InvalidInput", "the input waits for \(call.input.awaited.joined(separator: ", "))")
        }
        var input = call.input
        for member in operation.input?.members ?? [] where member.isIdempotencyToken && input[member.name] == nil {
            input = input.setting(member.name, to: .string(surroundings.uuid()))
        }
        if service.name == "route53" { input = Self.withoutPathsInIDs(input, operation) }
        let findings = service.unsendable(input: input, for: operation)
        guard findings.isEmpty else {
            throw .invalid(call, "InvalidInput", findings.map(\.description).joined(separator: "; "))
        }
        return input
    }

    /// Route 53 answers ids as paths (`/hostedzone/Z1`) and takes them bare where they are part of the address.
    private static func withoutPathsInIDs(_ input: Value, _ operation: OperationModel) -> Value {
        var input = input
        for member in operation.input?.members ?? [] where member.location == .uri {
            guard let id = input[member.name]?.string, id.hasPrefix("/"), let bare = id.split(separator: "/").last
            else {
                continue
            }
            input = input.setting(member.name, to: .string(String(bare)))
        }
        return input
    }

    /// Where an attempt goes and with what; made anew for each, because regions of buckets are learned on the way.
    struct Target {
        var wire: WireRequest
        var endpoint: Endpoint
        var bucket: String?
    }

    func target(for input: Value) throws(AWSFailure) -> Target {
        do throws(WireError) {
            let format = service.metadata.wireProtocol.format
            var wire = try format.request(input, for: operation, of: service)
            try BodyChecksum.add(to: &wire, for: operation, input: input)
            let bucket = service.name == "s3" ? input["Bucket"]?.string : nil
            let learned = bucket.flatMap { name in client.bucketRegions.withLock { $0[name] } }
            var endpoint = try Endpoint.resolve(
                service, region: learned ?? call.region ?? client.region, options: client.options.endpoints)
            try S3Addressing.apply(to: &wire, &endpoint, bucket: bucket)
            return Target(wire: wire, endpoint: endpoint, bucket: bucket)
        } catch {
            throw .invalid(call, "InvalidInput", error.message)
        }
    }

    // MARK: - One attempt

    private struct Attempt {
        var outcome: Result<Value, AWSFailure>
        var status: Int?
        var requestID: String?
        var headers = HTTPHeaders()
        /// The machine's time at the signature.
        var sentAt: Timestamp
        var credentials: Credentials?

        var isThrottled: Bool {
            guard case .failure(let failure) = outcome else { return false }
            return failure.kind == .throttled
        }
    }

    /// - Throws: what keeps the request from leaving; everything later is an outcome.
    private func once(_ target: Target, _ input: Value) async throws(AWSFailure) -> Attempt {
        var credentials: Credentials?
        if !operation.isUnsigned {
            do throws(CredentialsError) {
                credentials = try await client.credentials.credentials()
                client.options.secrets.add(credentials?.secretTexts ?? [])
            } catch {
                throw .noCredentials(call, error)
            }
        }
        let host = target.endpoint.host
        // Limits are each service's own in each region, wherever the requests go.
        let limited = "\(service.name) \(target.endpoint.signingRegion)"
        if client.options.retry.mode == .adaptive { try await slowDown(for: limited) }
        guard await client.gate.enter(host) else { throw .cancelled(call) }
        let sentAt = surroundings.now()
        let assembly = RequestAssembly(
            service: service, operation: operation, wire: target.wire, endpoint: target.endpoint,
            userAgent: client.options.userAgent)
        // What the transport sends twice by itself nobody learns of: a refusal of the second would not say that the first
        // took effect.
        let request = assembly.request(
            credentials: credentials, time: sentAt + client.skew.offset(for: host),
            mayBeResent: repeatable && operation.onlyReads)
        client.count {
            $0.requests += 1
            $0.bytesSent += request.body.count
        }
        var attempt = Attempt(outcome: .success([:]), sentAt: sentAt, credentials: credentials)
        do throws(TransportError) {
            let response = try await client.transport.send(request)
            client.count { $0.bytesReceived += response.body.count }
            attempt.outcome = outcome(of: response)
            if case .success(let output) = attempt.outcome {
                client.options.secrets.add(SecretSources.texts(in: output, of: call, operation.output))
            }
            show(request, .success(response), input, since: sentAt)
            attempt.status = response.status
            attempt.requestID = StatusFault.requestID(of: response)
            attempt.headers = response.headers
        } catch {
            attempt.outcome = .failure(.transport(call, error))
            show(request, .failure(error), input, since: sentAt)
        }
        await client.gate.leave(host)
        if client.options.retry.mode == .adaptive, attempt.status != nil {
            client.rate.answered(limited, isThrottled: attempt.isThrottled, now: surroundings.now())
        }
        if attempt.isThrottled { client.count { $0.throttled[limited, default: 0] += 1 } }
        return attempt
    }

    /// Waits for the host's turn.
    private func slowDown(for limited: String) async throws(AWSFailure) {
        let delay = client.rate.reserve(limited, now: surroundings.now())
        guard delay > .zero else { return }
        do {
            try await surroundings.sleep(delay)
        } catch {
            throw .cancelled(call)
        }
    }

    private func outcome(of response: HTTPResponse) -> Result<Value, AWSFailure> {
        let format = service.metadata.wireProtocol.format
        guard (200..<300).contains(response.status), !isFaultInDisguise(response) else {
            return .failure(.fault(call, format.fault(of: response), status: response.status))
        }
        do throws(WireError) {
            let output = try format.output(of: response, for: operation)
            if let refused = RefusedItems.first(in: output, of: operation) {
                return .failure(.refused(call, code: refused.code, message: refused.message, response))
            }
            return .success(service.name == "iam" ? PolicyDocuments.decoded(output, operation.output) : output)
        } catch {
            return .failure(.unreadable(call, error, response))
        }
    }

    /// S3 begins to answer a copy with 200 before it knows the end, and may then send an `<Error>`.
    private func isFaultInDisguise(_ response: HTTPResponse) -> Bool {
        guard service.name == "s3", operation.output?.payload?.traits.isStreaming != true, !response.body.isEmpty else {
            return false
        }
        return String(decoding: response.body.prefix(120), as: UTF8.self).contains("<Error>")
    }

    // MARK: - After a failure

    /// How long to wait before the next attempt; nil when the call is given up.
    private func next(
        after failure: AWSFailure, _ attempt: Attempt, _ target: Target, _ history: inout RetryHistory
    ) async -> Duration? {
        if follows(failure, attempt, target, &history) { return .zero }
        if !history.hasCorrectedClock,
            client.skew.learn(
                host: target.endpoint.host, code: failure.code,
                isHead: operation.method == "HEAD" && failure.kind == .denied, serverDate: attempt.headers["Date"],
                sentAt: attempt.sentAt)
        {
            history.hasCorrectedClock = true
            return .zero
        }
        let mayBeExpired = failure.kind == .expired || failure.code == "RequestExpired"
        if mayBeExpired, !history.hasRenewedCredentials, let used = attempt.credentials,
            await client.credentials.discard(used)
        {
            history.hasRenewedCredentials = true
            return .zero
        }
        let decision = client.options.retry.decide(
            failure, history: history, repeatable: repeatable, hint: Self.hint(attempt.headers),
            random: surroundings.random())
        guard case .retry(let delay, let cost) = decision, client.quota.take(cost) else { return nil }
        if failure.kind == .throttled {
            history.throttles += 1
            history.throttledFor += delay
        } else {
            history.transients += 1
        }
        return delay
    }

    /// S3 named another region for the bucket: learns it, once per call.
    private func follows(
        _ failure: AWSFailure, _ attempt: Attempt, _ target: Target, _ history: inout RetryHistory
    ) -> Bool {
        guard let bucket = target.bucket, !history.hasFollowedRegion, let status = attempt.status,
            [301, 302, 307, 308, 400, 403].contains(status)
        else { return false }
        let named =
            attempt.headers["x-amz-bucket-region"]
            ?? (failure.code == "AuthorizationHeaderMalformed" ? failure.fields["Region"] : nil)
        guard let named, named != target.endpoint.signingRegion else { return false }
        history.hasFollowedRegion = true
        client.bucketRegions.withLock { $0[bucket] = named }
        return true
    }

    /// What the server asks to wait: `x-amz-retry-after` in milliseconds, `Retry-After` in seconds.
    private static func hint(_ headers: HTTPHeaders) -> Duration? {
        if let text = headers["x-amz-retry-after"], let milliseconds = Int(text), milliseconds >= 0 {
            return .milliseconds(milliseconds)
        }
        if let text = headers["Retry-After"], let seconds = Int(text), (0...3600).contains(seconds) {
            return .seconds(seconds)
        }
        return nil
    }

    private func observe(_ stage: CallEvent.Stage, _ attempt: Int, _ target: Target) {
        client.options.observer?(
            CallEvent(call: call, region: target.endpoint.signingRegion, attempt: attempt, stage: stage))
    }
}
