import Glibc
import Synchronization
import Testing

/// An HTTP server on 127.0.0.1 that answers every request by the same rule, as AWS words its refusals.
final class FakeAWS: Sendable {
    struct Answer: Sendable {
        var status: Int
        var body: String
    }

    let port: UInt16
    private let listener: Int32
    private let seen = Mutex<[String]>([])

    /// - Parameter answer: from the whole request, head and body, to what comes back.
    init(_ answer: @escaping @Sendable (String) -> Answer) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(listener >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        try #require(bound)
        port = UInt16(bigEndian: address.sin_port)
        let thread = Thread { [self] in serve(answer) }
        try #require(thread.starts())
    }

    var url: String { "http://127.0.0.1:\(port)" }
    /// The requests so far.
    var requests: [String] { seen.withLock { $0 } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ answer: (String) -> Answer) {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            let request = Self.request(connection)
            if !request.isEmpty {
                seen.withLock { $0.append(request) }
                let reply = answer(request)
                let kind = reply.body.hasPrefix("{") ? "application/x-amz-json-1.1" : "text/xml"
                let text =
                    "HTTP/1.1 \(reply.status) Answer\r\nContent-Type: \(kind)\r\nx-amzn-RequestId: req-1234\r\n"
                    + "Content-Length: \(reply.body.utf8.count)\r\nConnection: close\r\n\r\n\(reply.body)"
                let bytes = Array(text.utf8)
                var sent = 0
                while sent < bytes.count {
                    let count = bytes[sent...].withUnsafeBytes {
                        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    }
                    guard count > 0 else { break }
                    sent += count
                }
            }
            close(connection)
        }
    }

    private static func request(_ connection: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            bytes += chunk[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let head = text.firstRange(of: "\r\n\r\n") else { continue }
            let length = text[..<head.lowerBound].split(separator: "\r\n").first {
                $0.lowercased().hasPrefix("content-length:")
            }
            let wanted = length.flatMap { Int($0.drop { $0 != ":" }.dropFirst().filter(\.isNumber)) } ?? 0
            if text[head.upperBound...].utf8.count >= wanted { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What STS answers when all is well.
    static func caller(account: String = "123456789012") -> Answer {
        Answer(
            status: 200,
            body: "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::\(account):user/tester</Arn>"
                + "<UserId>U</UserId><Account>\(account)</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
        )
    }

    /// A refusal as query services word it.
    static func refusal(_ status: Int, _ code: String, _ message: String) -> Answer {
        Answer(
            status: status,
            body: "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>"
                + "<RequestId>req-1234</RequestId></ErrorResponse>")
    }

    /// A refusal as JSON services word it.
    static func jsonRefusal(_ code: String, _ message: String) -> Answer {
        Answer(status: 400, body: #"{"__type":"\#(code)","message":"\#(message)"}"#)
    }
}

/// A POSIX thread that runs one closure and cleans up after itself.
private final class Thread {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    func starts() -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Thread>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, context)
        return status == 0 && pthread_detach(thread) == 0
    }
}
