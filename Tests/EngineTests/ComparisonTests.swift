import Declarations
import Testing
import Values

@testable import Engine

/// When a wanted and a live value are the same.
@Suite struct ComparisonTests {
    private static func comparison(
        _ kinds: [String: ResourceSchema.Kind], _ properties: [Property] = [],
        adjust: (inout ResourceSchema) -> Void = { _ in }
    ) -> Comparison {
        var schema = Invented.schema("Test::X::Y", kinds)
        adjust(&schema)
        var type = Invented.network
        type.name = "Test::X::Y"
        type.properties = properties
        return Comparison(frame: Frame(type, schema))
    }

    private static func differing(_ comparison: Comparison, _ desired: Value, _ live: Value) -> [String] {
        comparison.differences(desired: desired, live: live).flatMap(\.leaves).map(\.path)
    }

    @Test func exact() {
        let comparison = Self.comparison(["A": .string, "B": .integer, "C": .boolean])
        #expect(Self.differing(comparison, ["A": "x", "B": 1, "C": true], ["A": "x", "B": "1", "C": "true"]) == [])
        #expect(Self.differing(comparison, ["A": "x", "B": 1], ["A": "X", "B": 2]) == ["A", "B"])
        #expect(Self.differing(comparison, ["A": "x"], [:]) == ["A"])
        #expect(
            Self.differing(comparison, ["A": .deferred(.attribute(address: "n/X", name: "Ref"))], ["A": "x"]) == ["A"])
    }

    @Test func orderMattersUnlessTheSchemaSaysOtherwise() {
        let ordered = Self.comparison(["L": .array, "L[]": .string])
        #expect(Self.differing(ordered, ["L": ["a", "b"]], ["L": ["b", "a"]]) == ["L[0]", "L[1]"])
        let unordered = Self.comparison(["L": .array, "L[]": .string]) { $0.properties["L"]?.insertionOrder = false }
        #expect(Self.differing(unordered, ["L": ["a", "b"]], ["L": ["b", "a"]]) == [])
        #expect(Self.differing(unordered, ["L": ["a", "b"]], ["L": ["b", "c"]]) == ["L"])
        #expect(Self.differing(unordered, ["L": ["a", "a"]], ["L": ["a", "b"]]) == ["L"])
    }

    @Test(arguments: [["a", "a", "b"], ["a", "b", "a"], ["b", "a"]] as [Value])
    func setsRepeatNothing(wanted: Value) {
        let comparison = Self.comparison(["L": .array, "L[]": .string], [Property("L", equality: .unordered)])
        #expect(Self.differing(comparison, ["L": wanted], ["L": ["a", "b"]]) == [])
        #expect(Self.differing(comparison, ["L": ["a", "b"]], ["L": wanted]) == [])
        #expect(Self.differing(comparison, ["L": wanted], ["L": ["a"]]) == ["L"])
        #expect(Self.differing(comparison, ["L": ["a"]], ["L": wanted]) == ["L"])
    }

    @Test func keyed() {
        let kinds: [String: ResourceSchema.Kind] = [
            "L": .array, "L[]": .object, "L[].Key": .string, "L[].Value": .string,
        ]
        let plain = Self.comparison(kinds, [Property("L", equality: .keyed("Key"))])
        let two: Value = [["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"]]
        #expect(
            Self.differing(plain, ["L": two], ["L": [["Key": "b", "Value": "2"], ["Key": "a", "Value": "1"]]]) == [])
        #expect(Self.differing(plain, ["L": two], ["L": [["Key": "a", "Value": "1"]]]) == ["L"])
        let table = Self.comparison(
            kinds, [Property("L", absent: .unset, equality: .keyed("Key", defaults: ["a": "1", "c": "3"]))])
        let live: Value = [
            "L": [["Key": "a", "Value": "1"], ["Key": "c", "Value": "3"], ["Key": "new", "Value": "9"]]
        ]
        #expect(Self.differing(table, [:], live) == [], "defaults, and what neither knows")
        #expect(Self.differing(table, ["L": [["Key": "a", "Value": "1"]]], live) == [])
        let changed = live.setting("L.1.Value", to: "4")
        #expect(Self.differing(table, [:], changed) == ["L"], "back to the default")
        #expect(
            table.differingItems([["Key": "a", "Value": "7"]], changed["L"], "Key", ["a": "1", "c": "3"])
                == [["Key": "a", "Value": "7"], ["Key": "c", "Value": "3"]])
    }

    @Test func policiesAndDocuments() {
        let comparison = Self.comparison(
            ["P": .object, "J": .object],
            [Property("P", equality: .policy), Property("J", equality: .json)])
        let wanted: Value = [
            "Version": "2012-10-17",
            "Statement": [
                "Effect": "Allow", "Action": ["s3:GetObject", "s3:putobject"], "Resource": "*",
                "Principal": ["AWS": "arn:aws:iam::123456789012:root"],
                "Condition": ["Bool": ["aws:SecureTransport": false]],
            ],
        ]
        let live: Value = .string(
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:PutObject","S3:getobject"],"#
                + #""Resource":["*"],"Principal":{"AWS":["123456789012"]},"Condition":{"Bool":{"aws:SecureTransport":["false"]}}}]}"#
        )
        #expect(Self.differing(comparison, ["P": wanted], ["P": live]) == [])
        #expect(Self.differing(comparison, ["P": wanted.setting("Statement.Effect", to: "Deny")], ["P": live]) == ["P"])
        #expect(Self.differing(comparison, ["J": ["a": [1, 2]]], ["J": "%7B%22a%22%3A%5B1%2C2%5D%7D"]) == [])
        #expect(Self.differing(comparison, ["J": ["a": [1, 2]]], ["J": #"{"a":[2,1]}"#]) == ["J"])
    }

    @Test func ownForms() {
        let comparison = Self.comparison(
            ["Block": .string, "Name": .string],
            [
                Property("Block", equality: .normalised { .string($0.string?.replacing("/032", with: "/32") ?? "") }),
                Property("Name", equality: .caseInsensitive),
            ])
        #expect(
            Self.differing(
                comparison, ["Block": "1.2.3.4/032", "Name": "AbC"], ["Block": "1.2.3.4/32", "Name": "aBc"]) == [])
        #expect(
            Self.differing(comparison, ["Block": "1.2.3.5/32", "Name": "x"], ["Block": "1.2.3.4/32"]) == [
                "Block", "Name",
            ])
    }

    @Test func absence() {
        let comparison = Self.comparison(
            [
                "Means": .string, "Unset": .string, "Chosen": .string, "Derived": .string, "None": .object,
                "None.Off": .boolean,
            ],
            [
                Property("Means", absent: .means("standard")), Property("Unset", absent: .unset),
                Property("Chosen", absent: .chosenByAWS),
                Property("Derived", absent: .derived { _, resource in resource["Means"] }),
            ])
        #expect(Self.differing(comparison, [:], ["Means": "standard", "Chosen": "x", "None": ["Off": false]]) == [])
        #expect(Self.differing(comparison, [:], ["Means": "other", "Unset": "x"]) == ["Means", "Unset"])
        #expect(comparison.differences(desired: [:], live: ["Means": "other"]).first?.after == "standard")
        #expect(Self.differing(comparison, ["Means": "standard"], [:]) == [], "the default, spelled out")
        let completion = Completion(frame: comparison.frame)
        let wanted = completion.filled(["Means": "a"], from: ["Means": "a"])
        #expect(wanted["Derived"] == "a")
        #expect(Self.differing(comparison, wanted, completion.filled(["Means": "a"], from: wanted)) == [])
        #expect(Self.differing(comparison, wanted, ["Means": "a", "Derived": "b"]) == ["Derived"])
    }

    @Test func leavesPointAtWhatDiffers() {
        let comparison = Self.comparison([
            "O": .object, "O.A": .string, "O.B": .object, "O.B.C": .integer, "M": .object, "M{}": .string,
        ])
        let paths = Self.differing(
            comparison, ["O": ["A": "x", "B": ["C": 1]], "M": ["k": "v"]],
            ["O": ["A": "x", "B": ["C": 2]], "M": ["l": "v"]])
        #expect(paths == ["M.k", "M.l", "O.B.C"])
    }

    @Test func leavesTellNothingThatNobodyAskedFor() {
        let comparison = Self.comparison(
            [
                "L": .array, "L[]": .object, "L[].Name": .string, "L[].Size": .integer, "L[].On": .boolean,
                "L[].Tags": .array, "L[].Tags[]": .string,
            ],
            [
                Property("L", equality: .keyed("Name")), Property("L[].On", absent: .means(true)),
                Property("L[].Tags", absent: .means([])),
            ])
        let differences = comparison.differences(
            desired: ["L": [["Name": "b", "Size": 2], ["Name": "a", "Size": 1, "On": true]]],
            live: [
                "L": [
                    ["Name": "a", "Size": 3, "On": true, "Tags": []], ["Name": "b", "Size": 2, "On": true, "Tags": []],
                    ["Name": "c", "Size": 4, "On": true],
                ]
            ])
        #expect(
            differences.first?.leaves.first?.before == [
                ["Name": "a", "Size": 3, "On": true], ["Name": "b", "Size": 2], ["Name": "c", "Size": 4, "On": true],
            ])
    }

    /// Whatever the value: compared with itself there is no difference, and after a change there is.
    @Test func nothingDiffersFromItself() {
        var random = Seeded(seed: 20_260_711)
        let comparison = Self.comparison([
            "O": .object, "O.A": .string, "O.L": .array, "O.L[]": .object, "O.L[].K": .integer, "M": .object,
            "M{}": .string, "S": .string,
        ])
        for round in 0..<300 {
            let value: Value = [
                "O": [
                    "A": random.text(), "L": .array((0..<random.below(4)).map { _ in ["K": .int(random.below(9))] }),
                ],
                "M": .object(
                    Value.Object((0..<random.below(4)).map { _ in (random.text().string ?? "", random.text()) })),
                "S": random.text(),
            ]
            #expect(Self.differing(comparison, value, value) == [], "seed \(random.seed), round \(round)")
            let changed = value.setting("S", to: .string((value["S"]?.string ?? "") + "!"))
            #expect(Self.differing(comparison, changed, value) == ["S"], "seed \(random.seed), round \(round)")
        }
    }
}

/// Numbers that are the same on every run.
struct Seeded: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let mixed = (state ^ (state >> 33)) &* 0xff51_afd7_ed55_8ccd
        return mixed ^ (mixed >> 29)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
    mutating func text() -> Value { .string(["", "a", "B", "10", "true", "ü", "x y"][below(7)] + String(below(50))) }
}
