internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ElasticLoadBalancingV2::Listener`. A balancer has one listener for a port at the most.
    static let listener = ResourceType(
        "AWS::ElasticLoadBalancingV2::Listener",
        identity: .tagged,
        ref: "ListenerArn",
        arn: "arn:${Partition}:elasticloadbalancing:${Region}:${Account}:listener/${*}",
        read: Read(
            "elbv2:DescribeListeners", items: "Listeners", .each(["LoadBalancerArn"]), arns: "ListenerArns",
            details: [
                .elbv2Tags(arn: "ListenerArn"),
                Detail(
                    "elbv2:DescribeListenerAttributes", [.live("ListenerArn", as: "ListenerArn")],
                    takes: "Attributes", into: "$attributes", fills: ["ListenerAttributes"],
                    absent: ["ListenerNotFound"]),
            ],
            absent: ["LoadBalancerNotFound", "ListenerNotFound"]),
        create: Create(
            Call(
                "elbv2:CreateListener",
                [
                    "LoadBalancerArn", "Protocol", "Port", "SslPolicy", "Certificates", "DefaultActions", "AlpnPolicy",
                    "MutualAuthentication", .tags,
                ],
                // A certificate that was issued a moment ago.
                retries: ["UnsupportedCertificate", "CertificateNotFound"]),
            item: "Listeners.0", repeatable: false),
        updates: [
            Update(
                [
                    "Protocol", "Port", "SslPolicy", "Certificates", "DefaultActions", "AlpnPolicy",
                    "MutualAuthentication",
                ],
                set: Call(
                    "elbv2:ModifyListener", [.attribute("ListenerArn", as: "ListenerArn")],
                    retries: ["UnsupportedCertificate", "CertificateNotFound"])),
            Update(
                ["ListenerAttributes"],
                set: Call(
                    "elbv2:ModifyListenerAttributes",
                    [
                        .attribute("ListenerArn", as: "ListenerArn"),
                        .property("ListenerAttributes", as: "Attributes"),
                    ])),
        ],
        tagging: .elbv2(arn: "ListenerArn"),
        delete: Delete(
            "elbv2:DeleteListener", [.attribute("ListenerArn", as: "ListenerArn")], absent: ["ListenerNotFound"],
            // A service that was deleted a moment ago.
            retries: ["ResourceInUse"]),
        properties: [
            Property("DefaultActions[].AuthenticateOidcConfig.ClientSecret", secret: true),
            Property("LoadBalancerArn"),
            Property("Protocol", absent: .chosenByAWS),
            Property("Port", absent: .chosenByAWS),
            // A listener without TLS has none, whatever is said of it.
            Property("SslPolicy", absent: .derived { $1.isSecure ? "ELBSecurityPolicy-2016-08" : nil }) {
                $0.isSecure ? $0["SslPolicy"] : nil
            },
            Property("Certificates", absent: .unset, equality: .keyed("CertificateArn")),
            Property("DefaultActions", equality: .actions),
            Property("AlpnPolicy", absent: .derived { $1["Protocol"] == "TLS" ? ["None"] : nil }),
            Property("MutualAuthentication", absent: .derived { $1["Protocol"] == "HTTPS" ? ["Mode": "off"] : nil }),
            Property("MutualAuthentication.Mode", absent: .means("off")),
            Property("MutualAuthentication.IgnoreClientCertificateExpiry", absent: .means(false)),
            Property("MutualAuthentication.AdvertiseTrustStoreCaNames", absent: .means("off")),
            Property(
                "ListenerAttributes", absent: .unset,
                equality: .keyed("Key", defaults: listenerDefaults), at: "$attributes"),
        ],
        attributes: ["ListenerArn": "ListenerArn"],
        foreign: Foreign(
            parent: "LoadBalancerArn", of: "AWS::ElasticLoadBalancingV2::LoadBalancer", shows: ["Protocol", "Port"]))

    private static let listenerDefaults: [String: String] = {
        var defaults = [
            "tcp.idle_timeout.seconds": "350",
            "send_tcp_reset.on_idle_timeout.enabled": "false",
            "routing.http.response.server.enabled": "true",
            "routing.http.request.x_amzn_tls_version.header_name": "X-Amzn-Tls-Version",
            "routing.http.request.x_amzn_tls_cipher_suite.header_name": "X-Amzn-Tls-Cipher-Suite",
            "routing.http.request.x_amzn_mtls_clientcert.header_name": "X-Amzn-Mtls-Clientcert",
            "routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name":
                "X-Amzn-Mtls-Clientcert-Serial-Number",
            "routing.http.request.x_amzn_mtls_clientcert_issuer.header_name": "X-Amzn-Mtls-Clientcert-Issuer",
            "routing.http.request.x_amzn_mtls_clientcert_subject.header_name": "X-Amzn-Mtls-Clientcert-Subject",
            "routing.http.request.x_amzn_mtls_clientcert_validity.header_name": "X-Amzn-Mtls-Clientcert-Validity",
            "routing.http.request.x_amzn_mtls_clientcert_leaf.header_name": "X-Amzn-Mtls-Clientcert-Leaf",
        ]
        for header in [
            "strict_transport_security", "access_control_allow_origin", "access_control_allow_methods",
            "access_control_allow_headers", "access_control_allow_credentials", "access_control_expose_headers",
            "access_control_max_age", "content_security_policy", "x_content_type_options", "x_frame_options",
        ] { defaults["routing.http.response.\(header).header_value"] = "" }
        return defaults
    }()
}

extension Value {
    fileprivate var isSecure: Bool { self["Protocol"] == "HTTPS" || self["Protocol"] == "TLS" }
}
