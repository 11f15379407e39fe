/// A ZIP archive of one file, uncompressed and without a time, so that equal content makes equal bytes.
/// Source: PKWARE APPNOTE, sections 4.3 and 4.4.
public enum Zip {
    public static func archive(file: String, content: [UInt8]) -> [UInt8] {
        let name = Array(file.utf8)
        // What local header and directory have in common: version 2.0, UTF-8 names, stored, 1 January 1980.
        let facts =
            bytes(20, 2) + bytes(1 << 11, 2) + bytes(0, 2) + bytes(0, 2) + bytes(0x21, 2) + bytes(checksum(content), 4)
            + bytes(UInt32(content.count), 4) + bytes(UInt32(content.count), 4) + bytes(UInt32(name.count), 2)
            + bytes(0, 2)
        let local = bytes(0x0403_4B50, 4) + facts + name + content
        // Made on Unix, a plain file that everybody may read, at the archive's start.
        let directory =
            bytes(0x0201_4B50, 4) + bytes(3 << 8 | 20, 2) + facts + bytes(0, 2) + bytes(0, 2) + bytes(0, 2)
            + bytes(0o100644 << 16, 4) + bytes(0, 4) + name
        let end =
            bytes(0x0605_4B50, 4) + bytes(0, 2) + bytes(0, 2) + bytes(1, 2) + bytes(1, 2)
            + bytes(UInt32(directory.count), 4) + bytes(UInt32(local.count), 4) + bytes(0, 2)
        return local + directory + end
    }

    /// The lowest bytes of a number, the lowest first.
    private static func bytes(_ number: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt32($0 * 8)) }
    }

    /// CRC-32 with the polynomial of IEEE 802.3.
    static func checksum(_ content: [UInt8]) -> UInt32 {
        ~content.reduce(~0) { sum, byte in sum >> 8 ^ table[Int((sum ^ UInt32(byte)) & 0xFF)] }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
    }
}
