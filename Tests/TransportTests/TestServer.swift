import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A server on loopback that speaks exactly the bytes that a test wants: one thread per connection.
final class TestServer: Sendable {
    /// What a connection does; returns when it is to be closed.
    typealias Behaviour = @Sendable (_ connection: TestConnection, _ number: Int) -> Void

    let port: UInt16
    private let listener: Int32
    private let accepted = Atomic<Int>(0)

    var url: String { "http://127.0.0.1:\(port)" }
    /// Connections accepted so far.
    var connections: Int { accepted.load(ordering: .sequentiallyConsistent) }

    init(_ behaviour: @escaping Behaviour) throws {
        let (listener, port) = try Self.listen()
        self.listener = listener
        self.port = port
        Self.thread { [self] in
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else { return }
                let number = accepted.add(1, ordering: .sequentiallyConsistent).newValue
                Self.thread {
                    let connection = TestConnection(socket: socket)
                    behaviour(connection, number)
                    connection.close()
                }
            }
        }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// A port on which nobody listens.
    static func unusedPort() throws -> UInt16 {
        let (socket, port) = try listen()
        close(socket)
        return port
    }

    private static func listen() throws -> (Int32, UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && Glibc.listen(listener, 64) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard status else { throw SetupError() }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    struct SetupError: Error {}

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body))
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }
}

/// One accepted connection.
final class TestConnection: Sendable {
    private let socket: Int32
    private let buffer = Mutex<[UInt8]>([])

    init(socket: Int32) { self.socket = socket }

    /// The next whole request with its body; nil when the client has closed.
    func request() -> String? {
        while true {
            if let found = buffer.withLock({ Self.cut(&$0) }) { return found }
            var piece = [UInt8](repeating: 0, count: 16384)
            let count = recv(socket, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            buffer.withLock { $0 += piece[..<count] }
        }
    }

    private static func cut(_ bytes: inout [UInt8]) -> String? {
        let mark = Array("\r\n\r\n".utf8)
        guard let end = (0..<max(0, bytes.count - 3)).first(where: { bytes[$0..<$0 + 4].elementsEqual(mark) }) else {
            return nil
        }
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) }
        let whole = end + 4 + (length ?? 0)
        guard bytes.count >= whole else { return nil }
        let text = String(decoding: bytes[..<whole], as: UTF8.self)
        bytes.removeFirst(whole)
        return text
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    func respond(_ body: String, headers: String = "") {
        write("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    /// Closes with a reset in place of an orderly end.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Waits until the client closes.
    func waitForEnd() {
        var piece = [UInt8](repeating: 0, count: 1024)
        while recv(socket, &piece, piece.count, 0) > 0 {}
    }

    func close() { _ = Glibc.close(socket) }
}
