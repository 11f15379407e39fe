internal import Crypto
internal import Transport
internal import Values

/// Checksums of a body that services ask for beside the signature.
enum BodyChecksum {
    /// Adds what the operation requires, or what the caller asked for by its `ChecksumAlgorithm` member.
    ///
    /// S3 takes `x-amz-checksum-*`; the SDKs' default is CRC-32. Other services take `Content-MD5`.
    static func add(to request: inout WireRequest, for operation: OperationModel, input: Value) throws(WireError) {
        let given = request.headers.fields.contains { field in
            let name = field.name.lowercased()
            return name == "content-md5"
                || (name.hasPrefix("x-amz-checksum-") && !["mode", "type"].contains(name.dropFirst(15)))
        }
        if given { return }
        let chosen = operation.checksumMember.flatMap { input[$0]?.string }
        guard chosen != nil || operation.requiresChecksum else { return }
        guard operation.checksumMember != nil else {
            request.headers["Content-MD5"] = Base64.encode(Array(Insecure.MD5.hash(data: request.body)))
            return
        }
        let algorithm = chosen ?? "CRC32"
        let sum: [UInt8]
        switch algorithm {
        case "CRC32": sum = CRC32.bytes(of: request.body)
        case "SHA1": sum = Array(Insecure.SHA1.hash(data: request.body))
        case "SHA256": sum = Array(SHA256.hash(data: request.body))
        default: throw WireError("the checksum algorithm \(algorithm) is not one of CRC32, SHA1, SHA256")
        }
        request.headers["x-amz-sdk-checksum-algorithm"] = algorithm
        request.headers["x-amz-checksum-\(algorithm.lowercased())"] = Base64.encode(sum)
    }
}

/// The CRC-32 of IEEE 802.3, as in zip files.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { (index: UInt32) -> UInt32 in
        (0..<8).reduce(index) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    /// Most significant byte first.
    static func bytes(of body: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in body { crc = crc >> 8 ^ table[Int((crc ^ UInt32(byte)) & 0xFF)] }
        crc = ~crc
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: crc >> $0) }
    }
}
