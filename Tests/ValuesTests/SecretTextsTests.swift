import Testing
import Values

@Suite struct SecretTextsTests {
    private static let secret = "pa\"ss&w<o>rd/+47\\11"

    /// The secret as other formats write it, each by a rule of its own.
    private static var forms: [String] {
        let percent = "pa%22ss%26w%3Co%3Erd%2F%2B47%5C11"
        let json = "pa\\\"ss&w<o>rd/+47\\\\11"
        let inJSON = "pa\\\\\\\"ss&w<o>rd/+47\\\\\\\\11"
        let xml = "pa&quot;ss&amp;w&lt;o&gt;rd/+47\\11"
        return [secret, percent, json, inJSON, xml, Base64.encode(Array(secret.utf8))]
    }

    @Test(arguments: forms) func everyFormIsFound(_ form: String) {
        let secrets = SecretTexts([Self.secret])
        #expect(secrets.occur(in: "before \(form) after"))
        #expect(secrets.masked("before \(form) after") == "before \(SecretTexts.mask) after")
    }

    @Test func base64OfALongerTextIsFound() {
        let secrets = SecretTexts([Self.secret])
        for before in ["", "a", "ab", "abc", "#!/bin/sh\nexport PASSWORD="] {
            let text = Base64.encode(Array("\(before)\(Self.secret) and more".utf8))
            #expect(secrets.occur(in: "UserData: \(text)"), "\(before)")
            #expect(secrets.masked(.string(text)) == .string(SecretTexts.mask))
        }
    }

    @Test func nothingElseIsTouched() {
        let secrets = SecretTexts([Self.secret, "abc", ""])
        for text in ["", "plain abc", "{\"a\": 1}", "pa\"ss"] {
            #expect(!secrets.occur(in: text))
            #expect(secrets.masked(text) == text)
        }
    }

    @Test func jsonStaysJSON() throws {
        let secrets = SecretTexts(["key1", "hunter22"])
        let text = "{\"key\": {\"a\": \"x hunter22 y\", \"b\": [\"fine\", 7]}}\n"
        let masked = try Value(json: secrets.masked(text))
        #expect(masked == ["key": ["a": .string(SecretTexts.mask), "b": ["fine", 7]]])
    }

    @Test func membersAndLinesCountByThemselves() {
        let secrets = SecretTexts([
            #"{"user": "u", "password": "hunter22"}"#, "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n",
        ])
        #expect(secrets.occur(in: "the password hunter22"))
        #expect(secrets.occur(in: "line MIIEvQIBADANBgkq"))
    }

    @Test func bytesAreSearched() {
        let secrets = SecretTexts(["hunter22"])
        #expect(secrets.masked(.bytes(Array("a hunter22".utf8))) == .string(SecretTexts.mask))
        #expect(secrets.masked(["a": .bytes([1, 2])]) == ["a": .bytes([1, 2])])
    }
}
