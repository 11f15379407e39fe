import Testing

@testable import Transport

/// Which proxy a message names, as libcurl chooses it.
@Suite struct ProxyVariableTests {
    @Test(
        arguments: [
            ("http://a.example/x", ["http_proxy": "http://me:PLANTED@127.0.0.1:1/"], "http_proxy 127.0.0.1:1"),
            ("http://a.example", ["HTTP_PROXY": "http://p:1"], nil),
            ("https://a.example", ["HTTPS_PROXY": "p:1"], "HTTPS_PROXY p:1"),
            ("https://a.example", ["all_proxy": "socks5://p:1"], "all_proxy p:1"),
            ("https://a.example:8443/x", ["https_proxy": "p:1", "no_proxy": "b.example, .example"], nil),
            ("https://a.example", ["https_proxy": "p:1", "NO_PROXY": "other.example"], "https_proxy p:1"),
            ("https://a.example", ["https_proxy": "p:1", "no_proxy": "*"], nil), ("https://a.example", [:], nil),
        ] as [(String, [String: String], String?)])
    func theProxyOfARequest(_ url: String, _ variables: [String: String], _ expected: String?) {
        let found = ProxyVariable(for: url) { variables[$0] }
        #expect(found.map { "\($0.name) \($0.host)" } == expected)
    }
}
