import FoundationEssentials
import Testing
import Values

@Suite struct ZipTests {
    /// Written by Python's zipfile: stored, 1980-01-01, Unix, mode 0644, UTF-8 flag set.
    @Test func anArchiveIsAsOthersWriteIt() {
        let archive = Zip.archive(file: "index.py", content: Array("print('hello')\n".utf8))
        let expected =
            "UEsDBBQAAAgAAAAAIQDYAMplDwAAAA8AAAAIAAAAaW5kZXgucHlwcmludCgnaGVsbG8nKQpQSwECFAMUAAAIAAAAAC"
            + "EA2ADKZQ8AAAAPAAAACAAAAAAAAAAAAAAApIEAAAAAaW5kZXgucHlQSwUGAAAAAAEAAQA2AAAANQAAAAAA"
        #expect(Base64.encode(archive) == expected)
    }

    @Test func checksumsAreThoseOfTheStandard() {
        // The check value of CRC-32/ISO-HDLC.
        let archive = Zip.archive(file: "a", content: Array("123456789".utf8))
        #expect(Array(archive[14..<18]) == [0x26, 0x39, 0xF4, 0xCB])
    }

    @Test func whatIsStillToComeIsPackedLater() throws {
        let awaited = Value.deferred(
            .zip(file: "index.js", .deferred(.attribute(address: "s/Bucket", name: "Ref"))))
        #expect(awaited.awaited == ["s/Bucket"])
        #expect(try awaited.settled { _, _ in nil } == awaited)
        let settled = try awaited.settled { _, _ in "exports.handler = 1" }
        #expect(settled == .bytes(Zip.archive(file: "index.js", content: Array("exports.handler = 1".utf8))))
        guard case .deferred(let part) = awaited else { return }
        #expect(Deferred(encoded: part.encoded) == part)
    }
}
