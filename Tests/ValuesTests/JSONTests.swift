import Testing
import Values

@Suite struct JSONTests {
    @Test(arguments: [
        #"{"a":1,"b":[true,null,"x\n"],"c":1.5}"#, "[]", "{}", #""é \" \\""#, "-12",
        #"{"$deferred":["attribute","s/A","Ref"]}"#,
    ])
    func roundTrip(_ text: String) throws {
        #expect(try Value(json: text).json == text)
    }

    @Test(arguments: ["{", "[1,]", "01", "\"a", "tru", "1 2", #""\ud800""#, "[\u{1}]", #"{"a":1,}"#, "-", "1."])
    func refused(_ text: String) {
        #expect(throws: JSONError.self) { try Value(json: text) }
    }

    @Test func placeOfAnError() {
        #expect(throws: JSONError(message: "expected a name", line: 2, column: 10)) {
            try Value(json: "{\n \"a\": 1, }")
        }
    }

    @Test func deepNestingIsRefused() {
        #expect(throws: JSONError.self) { try Value(json: String(repeating: "[", count: 100_000)) }
    }

    @Test func deferredPartsSurviveASavedPlan() throws {
        let value: Value = [
            "Arn": .deferred(.join(separator: "/", [.deferred(.attribute(address: "net/Vpc", name: "VpcId")), "x"]))
        ]
        let revived = try Value(json: value.json, reviving: true)
        #expect(revived == value)
        #expect(revived.awaited == ["net/Vpc"])
        #expect(try revived.settled { _, _ in "vpc-1" } == ["Arn": "vpc-1/x"])
    }

    @Test func objectsCompareWithoutOrder() {
        #expect(["a": 1, "b": 2] as Value == ["b": 2, "a": 1])
        #expect((["a": 1, "b": 2] as Value).digest() == (["b": 2, "a": 1] as Value).digest())
    }
}
