import Synchronization
import Testing
import Transport

@Suite(.timeLimit(.minutes(30))) struct CurlTransportTests {
    private func error(_ body: () async throws -> HTTPResponse) async throws -> TransportError {
        do {
            let response = try await body()
            Issue.record("answered \(response.status)")
            return TransportError(.invalidRequest, "answered", mayHaveReachedServer: false)
        } catch let error as TransportError {
            return error
        }
    }

    @Test func aFileOfCertificatesThatIsNotThere() async throws {
        let server = try TestServer { connection, _ in connection.write("no TLS at all\r\n") }
        defer { server.stop() }
        let transport = CurlTransport(options: CurlOptions(certificateFile: "/nonexistent/own.pem"))
        let failure = try await error {
            try await transport.send(
                HTTPRequest(method: "GET", url: server.url.replacing("http://", with: "https://")))
        }
        #expect(failure.kind == .tls)
        #expect(failure.message.contains("`/nonexistent/own.pem`, which AWS_CA_BUNDLE"), "\(failure.message)")
    }

    @Test func aRequestArrivesAsItIs() async throws {
        let seen = Mutex<String>("")
        let server = try TestServer { connection, _ in
            let request = connection.request() ?? ""
            seen.withLock { $0 = request }
            connection.write(
                "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n"
                    + "HTTP/1.1 201 Created\r\nX-Twice: a\r\nX-Twice:  b \r\nContent-Length: 2\r\n\r\nok")
        }
        defer { server.stop() }
        let transport = CurlTransport()
        let response = try await transport.send(
            HTTPRequest(
                method: "POST", url: server.url + "/p/../q/./r?q=1",
                headers: ["X-One": "1", "X-Empty": "", "Host": "a.example"],
                body: Array("body".utf8)))
        #expect(response.status == 201 && response.body == Array("ok".utf8))
        #expect(response.headers.all("x-twice") == ["a", "b"])
        #expect(response.headers["X-Interim"] == nil)
        let lines = seen.withLock { $0 }.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0] == "POST /p/../q/./r?q=1 HTTP/1.1")
        #expect(Set(lines[1...4]) == ["X-One: 1", "X-Empty:", "Host: a.example", "Content-Length: 4"])
        #expect(lines.count == 7 && lines.last == "body")
    }

    @Test(arguments: ["GET", "HEAD", "DELETE", "PUT", "POST"]) func methodsWithoutABody(_ method: String) async throws {
        let server = try TestServer { connection, _ in
            while let request = connection.request() {
                connection.respond(request.hasPrefix("HEAD") ? "" : String(request.prefix { $0 != " " }))
            }
        }
        defer { server.stop() }
        let response = try await CurlTransport().send(HTTPRequest(method: method, url: server.url))
        #expect(response.status == 200)
        if method != "HEAD" { #expect(String(decoding: response.body, as: UTF8.self) == method) }
    }

    @Test func connectionsAreReused() async throws {
        let server = try TestServer { connection, _ in while connection.request() != nil { connection.respond("x") } }
        defer { server.stop() }
        let transport = CurlTransport()
        for _ in 0..<20 { _ = try await transport.send(HTTPRequest(method: "GET", url: server.url)) }
        #expect(server.connections == 1)
    }

    @Test func connectionsPerHostAreLimited() async throws {
        let server = try TestServer { connection, _ in while connection.request() != nil { connection.respond("x") } }
        defer { server.stop() }
        let transport = CurlTransport(options: CurlOptions(connectionsPerHost: 4))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<200 {
                group.addTask { try await transport.send(HTTPRequest(method: "GET", url: server.url)).status }
            }
            for try await status in group { #expect(status == 200) }
        }
        #expect(server.connections <= 4)
    }

    // MARK: - Failures, and whether the server may have acted

    @Test func refused() async throws {
        let port = try TestServer.unusedPort()
        let error = try await error {
            try await CurlTransport().send(HTTPRequest(method: "POST", url: "http://127.0.0.1:\(port)", body: [1]))
        }
        #expect(error.kind == .notConnected && !error.mayHaveReachedServer)
        #expect(error.message.contains("127.0.0.1:\(port)"))
    }

    @Test func unknownNameAndScheme() async throws {
        let name = try await error {
            try await CurlTransport().send(HTTPRequest(method: "GET", url: "http://nowhere.invalid/"))
        }
        #expect(name.kind == .nameNotResolved && !name.mayHaveReachedServer)
        for url in ["file:///etc/hosts", "http://", "::"] {
            let scheme = try await error { try await CurlTransport().send(HTTPRequest(method: "GET", url: url)) }
            #expect(scheme.kind == .invalidRequest && !scheme.mayHaveReachedServer, "\(url)")
        }
    }

    @Test func headersCannotSmuggle() async throws {
        let error = try await error {
            try await CurlTransport().send(
                HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: ["X": "a\r\nY: b"]))
        }
        #expect(error.kind == .invalidRequest)
    }

    /// A redirect is an answer like others: what was signed for one host goes to no other.
    @Test(arguments: [301, 302, 303, 307, 308]) func redirectsAreNotFollowed(_ status: Int) async throws {
        let other = try TestServer { connection, _ in
            while connection.request() != nil { connection.respond("followed") }
        }
        defer { other.stop() }
        let server = try TestServer { connection, _ in
            while connection.request() != nil {
                connection.write(
                    "HTTP/1.1 \(status) Elsewhere\r\nLocation: \(other.url)/b\r\nRefresh: 0; url=\(other.url)\r\n"
                        + "Alt-Svc: h2=\"127.0.0.1:\(other.port)\"\r\nContent-Length: 0\r\n\r\n")
            }
        }
        defer { server.stop() }
        let transport = CurlTransport()
        for method in ["GET", "PUT", "POST", "HEAD", "DELETE"] {
            for _ in 0..<2 {
                let response = try await transport.send(
                    HTTPRequest(
                        method: method, url: server.url + "/a", headers: ["Authorization": "AWS4-HMAC-SHA256 x"],
                        body: method == "PUT" || method == "POST" ? [1] : []))
                #expect(response.status == status)
            }
        }
        #expect(other.connections == 0)
    }

    @Test func notTLS() async throws {
        let server = try TestServer { connection, _ in
            connection.write("this is no handshake\r\n\r\n")
        }
        defer { server.stop() }
        let error = try await error {
            try await CurlTransport().send(
                HTTPRequest(method: "POST", url: "https://127.0.0.1:\(server.port)/", body: [1]))
        }
        #expect(error.kind == .tls && !error.mayHaveReachedServer)
    }

    @Test func resetAfterTheRequest() async throws {
        let server = try TestServer { connection, _ in
            _ = connection.request()
            connection.reset()
        }
        defer { server.stop() }
        let error = try await error {
            try await CurlTransport().send(HTTPRequest(method: "POST", url: server.url, body: Array("x".utf8)))
        }
        #expect(error.kind == .connectionLost && error.mayHaveReachedServer)
    }

    @Test func truncatedBody() async throws {
        let server = try TestServer { connection, _ in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
        }
        defer { server.stop() }
        let error = try await error { try await CurlTransport().send(HTTPRequest(method: "GET", url: server.url)) }
        #expect(error.kind == .truncated && error.mayHaveReachedServer)
    }

    @Test func timeOut() async throws {
        let server = try TestServer { connection, _ in connection.waitForEnd() }
        defer { server.stop() }
        let start = ContinuousClock.now
        let error = try await error {
            try await CurlTransport().send(HTTPRequest(method: "GET", url: server.url, timeout: .seconds(3)))
        }
        #expect(error.kind == .timedOut && error.mayHaveReachedServer)
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func tooLarge() async throws {
        let server = try TestServer { connection, _ in
            _ = connection.request()
            connection.respond(String(repeating: "x", count: 5000))
        }
        defer { server.stop() }
        let transport = CurlTransport(options: CurlOptions(maximumBodyBytes: 1000))
        let error = try await error { try await transport.send(HTTPRequest(method: "GET", url: server.url)) }
        #expect(error.kind == .tooLarge)
    }

    /// A server that answers once, then takes the next request and hangs up: the effect may have happened.
    private func hangUpOnTheSecond(_ seen: SecondRequests) throws -> TestServer {
        try TestServer { connection, number in
            if number == 1 {
                _ = connection.request()
                connection.respond("first")
                if connection.request() != nil { seen.add() }
                return
            }
            while connection.request() != nil {
                seen.add()
                connection.respond("again")
            }
        }
    }

    @Test(arguments: [Array("body".utf8), []]) func whatMustNotBeRepeatedIsNot(_ body: [UInt8]) async throws {
        let seen = SecondRequests()
        let server = try hangUpOnTheSecond(seen)
        defer { server.stop() }
        let transport = CurlTransport()
        _ = try await transport.send(HTTPRequest(method: "GET", url: server.url))
        let request = HTTPRequest(method: "POST", url: server.url, body: body, mayBeResent: false)
        do {
            _ = try await transport.send(request)
            // An empty body goes over a connection of its own, which this server answers.
            #expect(body.isEmpty)
        } catch {
            #expect(error.kind == .connectionLost && error.mayHaveReachedServer)
        }
        #expect(seen.count == 1)
    }

    @Test func whatMayBeRepeatedIsByTheLibrary() async throws {
        let seen = SecondRequests()
        let server = try hangUpOnTheSecond(seen)
        defer { server.stop() }
        let transport = CurlTransport()
        _ = try await transport.send(HTTPRequest(method: "GET", url: server.url))
        let response = try await transport.send(HTTPRequest(method: "POST", url: server.url, body: Array("b".utf8)))
        #expect(response.body == Array("again".utf8) && seen.count == 2)
    }

    // MARK: - Ends

    @Test func cancellation() async throws {
        let server = try TestServer { connection, _ in connection.waitForEnd() }
        defer { server.stop() }
        let transport = CurlTransport()
        let tasks = (0..<50).map { _ in
            Task { try await transport.send(HTTPRequest(method: "GET", url: server.url)) }
        }
        try await Task.sleep(for: .milliseconds(100))
        let start = ContinuousClock.now
        for task in tasks { task.cancel() }
        for task in tasks {
            let error = try await error { try await task.value }
            #expect(error.kind == .cancelled)
        }
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test func cancelledBeforeItStarts() async throws {
        let server = try TestServer { connection, _ in connection.waitForEnd() }
        defer { server.stop() }
        let transport = CurlTransport()
        let task = Task {
            try? await Task.sleep(for: .seconds(60))
            return try await transport.send(HTTPRequest(method: "GET", url: server.url))
        }
        task.cancel()
        let error = try await error { try await task.value }
        #expect(error.kind == .cancelled && !error.mayHaveReachedServer)
    }

    @Test func cancellationRacesCompletion() async throws {
        let server = try TestServer { connection, _ in while connection.request() != nil { connection.respond("x") } }
        defer { server.stop() }
        let transport = CurlTransport()
        var ended = 0
        for round in 0..<300 {
            let task = Task { try await transport.send(HTTPRequest(method: "GET", url: server.url)) }
            if round % 3 > 0 { try await Task.sleep(for: .microseconds(round)) }
            task.cancel()
            _ = await task.result
            ended += 1
        }
        #expect(ended == 300)
    }

    @Test func shutDownEndsEverything() async throws {
        let server = try TestServer { connection, _ in connection.waitForEnd() }
        defer { server.stop() }
        let transport = CurlTransport()
        let task = Task { try await transport.send(HTTPRequest(method: "GET", url: server.url)) }
        try await Task.sleep(for: .milliseconds(100))
        transport.shutDown()
        transport.shutDown()
        #expect(try await error { try await task.value }.kind == .shutDown)
        let later = try await error { try await transport.send(HTTPRequest(method: "GET", url: server.url)) }
        #expect(later.kind == .shutDown)
    }
}

private final class SecondRequests: Sendable {
    private let value = Atomic<Int>(0)
    func add() { value.add(1, ordering: .sequentiallyConsistent) }
    var count: Int { value.load(ordering: .sequentiallyConsistent) }
}
