internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::OIDCProvider`. An account has one for each address; AWS tells it without `https://`.
    static let oidcProvider = ResourceType(
        "AWS::IAM::OIDCProvider",
        identity: .key(["Url"]),
        ref: "Arn",
        arn: "arn:${Partition}:iam::${Account}:oidc-provider/${*}",
        isGlobal: true,
        read: Read(
            "iam:ListOpenIDConnectProviders", items: "OpenIDConnectProviderList", .everything(),
            details: [
                Detail(
                    "iam:GetOpenIDConnectProvider", [.live("Arn", as: "OpenIDConnectProviderArn")], into: "$provider",
                    fills: ["ClientIdList", "ThumbprintList"], absent: ["NoSuchEntity"]),
                .tags(
                    "iam:ListOpenIDConnectProviderTags", [.live("Arn", as: "OpenIDConnectProviderArn")], takes: "Tags",
                    absent: ["NoSuchEntity"]),
            ]),
        create: Create(
            Call(
                "iam:CreateOpenIDConnectProvider",
                ["Url", .property("ClientIdList", as: "ClientIDList"), "ThumbprintList", .tags]), repeatable: true),
        updates: [
            Update(
                ["ThumbprintList"],
                set: Call("iam:UpdateOpenIDConnectProviderThumbprint", [provider]))
        ],
        itemSets: [
            ItemSet(
                "ClientIdList",
                add: Call("iam:AddClientIDToOpenIDConnectProvider", [provider, .item(as: "ClientID")]),
                remove: Call(
                    "iam:RemoveClientIDFromOpenIDConnectProvider", [provider, .item(as: "ClientID")],
                    tolerates: ["NoSuchEntity"]),
                inCreate: true)
        ],
        tagging: .iam("OpenIDConnectProvider", provider),
        delete: Delete("iam:DeleteOpenIDConnectProvider", [provider], absent: ["NoSuchEntity"]),
        properties: [
            Property(
                "Url", absent: .refused("a provider is made for an address"),
                equality: .normalised { $0.string.map { .string(withoutScheme($0)) } ?? $0 }
            ) { $0["Arn"]?.string.flatMap(address) },
            Property("ClientIdList", absent: .unset, equality: .unordered, at: "$provider.ClientIDList"),
            // AWS fetches the certificate's fingerprint when none is given.
            Property(
                "ThumbprintList", absent: .chosenByAWS, equality: .normalised(lowercase), at: "$provider.ThumbprintList"
            ),
        ],
        attributes: ["Arn": Attribute("Arn", created: "OpenIDConnectProviderArn")])

    private static let provider: Argument = .attribute("Arn", as: "OpenIDConnectProviderArn")

    private static func withoutScheme(_ url: String) -> String {
        let scheme = "https://"
        let bare = url.hasPrefix(scheme) ? String(url.dropFirst(scheme.count)) : url
        return bare.hasSuffix("/") ? String(bare.dropLast()) : bare
    }

    /// The address in an ARN (`…:oidc-provider/token.example.com/path`).
    private static func address(_ arn: String) -> Value? {
        arn.firstRange(of: ":oidc-provider/").map { .string("https://" + arn[$0.upperBound...]) }
    }

    @Sendable private static func lowercase(_ list: Value) -> Value {
        let texts = (list.array ?? []).map { $0.string?.lowercased() ?? "" }
        return .array(texts.sorted().map { .string($0) })
    }
}
