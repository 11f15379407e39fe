import Testing
import Values

@Suite struct CIDRTests {
    @Test(arguments: [
        ("10.0.0.0/16", "10.0.0.0/16"), ("0.0.0.0/0", "0.0.0.0/0"), ("2001:db8::/32", "2001:db8::/32"),
        ("::/0", "::/0"),
        ("2001:0db8:0:0:1:0:0:1/128", "2001:db8::1:0:0:1/128"), ("fe80:0:1:2:3:4:5:6/64", "fe80:0:1:2:3:4:5:6/64"),
    ])
    func read(_ text: String, _ expected: String) throws {
        #expect(try #require(CIDR(text)).description == expected)
    }

    @Test(arguments: [
        "", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "10.0.0.256/8", "010.0.0.0/8", "10.0.0.0/08", "::1/129", "1::2::3/8",
        "1:2:3/8", "g::/8", "12345::/8", "1:2:3:4:5:6:7:8:9/8",
    ])
    func refused(_ text: String) { #expect(CIDR(text) == nil) }

    @Test func blocksAreCut() throws {
        let block = try #require(CIDR("10.1.2.3/22"))
        #expect(
            block.blocks(4, prefix: 24)?.map(\.description) == [
                "10.1.0.0/24", "10.1.1.0/24", "10.1.2.0/24", "10.1.3.0/24",
            ])
        #expect(block.blocks(5, prefix: 24) == nil)
        #expect(block.blocks(1, prefix: 20) == nil)
        #expect(try #require(CIDR("::/0")).blocks(2, prefix: 64)?.last?.description == "0:0:0:1::/64")
    }

    @Test func deferredBlocksAreCutLater() throws {
        let address = Value.deferred(.attribute(address: "net/Vpc", name: "CidrBlock"))
        let value = try Value.selected(Value.cidr(address, count: 2, bits: 8), index: 1)
        let revived = try Value(json: value.json, reviving: true)
        #expect(revived == value)
        #expect(revived.awaited == ["net/Vpc"])
        #expect(try revived.settled { _, _ in "10.0.0.0/16" } == "10.0.1.0/24")
        #expect(throws: DeferredError.self) { try Value.cidr("x", count: 1, bits: 8) }
        #expect(throws: DeferredError.self) { try Value.cidr("10.0.0.0/24", count: 9, bits: 6) }
        #expect(throws: DeferredError.self) { try Value.cidr("10.0.0.0/24", count: 0, bits: 6) }
        #expect(throws: DeferredError.self) { try Value.cidr("10.0.0.0/24", count: 1, bits: 40) }
        #expect(throws: DeferredError.self) { try Value.cidr("10.0.0.0/24", count: 1, bits: -1) }
    }
}
