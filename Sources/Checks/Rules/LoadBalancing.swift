internal import Diagnostics
internal import Values

extension Rule {
    static let loadBalancing: [Rule] = [
        Rule(
            "PLB401", .warning, "A listener serves without TLS.",
            remedy: "Listen with HTTPS and a certificate, and let HTTP redirect to it.",
            types: ["AWS::ElasticLoadBalancingV2::Listener"]
        ) { subject in
            guard subject.properties["Protocol"]?.string == "HTTP" else { return [] }
            let actions = subject.properties["DefaultActions"]
            // Actions that are not known yet may redirect.
            guard let list = actions?.array else { return actions == nil ? [Hit("Protocol", plain)] : [] }
            let redirects = list.contains { action in
                guard action["Type"]?.string == "redirect" else { return false }
                return action["RedirectConfig"]?["Protocol"].map { $0.string.map { $0 == "HTTPS" } ?? true } ?? false
            }
            return redirects ? [] : [Hit("Protocol", plain)]
        }
    ]

    private static let plain = "HTTP is served and not redirected to HTTPS"
}
