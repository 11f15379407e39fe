internal import Declarations
internal import Values

extension Equality {
    /// Actions of a listener or a rule in one form: AWS answers with both ways to say where to forward to, and fills in
    /// defaults.
    static let actions: Equality = .normalised { list in
        guard let actions = list.array else { return list }
        let ordered = actions.enumerated().sorted { left, right in
            (left.element["Order"]?.int ?? 0, left.offset) < (right.element["Order"]?.int ?? 0, right.offset)
        }
        return .array(ordered.map { $0.element.canonicalAction })
    }

    /// Conditions of a rule in one form: `Values` beside the field is the same as in the field's own object, and
    /// neither conditions nor their values have an order.
    static let conditions: Equality = .normalised { list in
        guard let conditions = list.array else { return list }
        return .array(conditions.map(\.canonicalCondition).sorted { $0.canonicalJSON < $1.canonicalJSON })
    }
}

extension Value {
    fileprivate var canonicalAction: Value {
        guard var action = object else { return self }
        action["Order"] = nil
        switch action["Type"]?.string {
        case "forward":
            let groups = self.at("ForwardConfig.TargetGroups")?.array ?? []
            let alone = groups.first?["TargetGroupArn"] ?? action["TargetGroupArn"] ?? .null
            let weighted = groups.map { group in
                group.filling(["Weight": 1])
            }
            action["ForwardConfig"] = nil
            // The weight of a single group has no effect.
            action["TargetGroupArn"] = groups.count > 1 ? nil : alone
            action["TargetGroups"] =
                groups.count > 1 ? .array(weighted.sorted { $0.canonicalJSON < $1.canonicalJSON }) : nil
            if let sticky = self.at("ForwardConfig.TargetGroupStickinessConfig"), sticky["Enabled"]?.bool == true {
                action["Stickiness"] = sticky
            }
        case "redirect":
            action["RedirectConfig"] = action["RedirectConfig"]?.filling([
                "Protocol": "#{protocol}", "Port": "#{port}", "Host": "#{host}", "Path": "/#{path}",
                "Query": "#{query}",
            ])
        case "fixed-response":
            action["FixedResponseConfig"] = action["FixedResponseConfig"]?
                .filling(["ContentType": "text/plain", "MessageBody": ""])
        case "authenticate-oidc":
            action["AuthenticateOidcConfig"] = action["AuthenticateOidcConfig"]?.canonicalAuthentication
        case "authenticate-cognito":
            action["AuthenticateCognitoConfig"] = action["AuthenticateCognitoConfig"]?.canonicalAuthentication
        default: break
        }
        return .object(action)
    }

    /// The client's secret is never answered; the time-out is a number or its text.
    private var canonicalAuthentication: Value {
        let filled = without("ClientSecret").without("UseExistingClientSecret").filling([
            "Scope": "openid", "SessionCookieName": "AWSELBAuthSessionCookie", "SessionTimeout": "604800",
            "OnUnauthenticatedRequest": "authenticate",
        ])
        guard let text = filled["SessionTimeout"]?.scalarText else { return filled }
        return filled.setting("SessionTimeout", to: .string(text))
    }

    fileprivate var canonicalCondition: Value {
        guard let condition = object else { return self }
        let details = condition.keys.filter { $0.hasSuffix("Config") }.compactMap { condition[$0] }
        var canonical = Object()
        canonical["Field"] = condition["Field"]
        for name in ["Values", "RegexValues"] {
            let values =
                details.lazy.compactMap { $0[name]?.array }.first { !$0.isEmpty } ?? condition[name]?.array ?? []
            canonical[name] = .array(Set(values).sorted { $0.canonicalJSON < $1.canonicalJSON })
        }
        canonical["HttpHeaderName"] = details.lazy.compactMap { $0["HttpHeaderName"] }.first
        return .object(canonical)
    }

    /// The object with members where it has none, or empty ones.
    private func filling(_ defaults: Object) -> Value {
        guard var object else { return self }
        for name in defaults.keys where object[name]?.isEmptyOrNull ?? true { object[name] = defaults[name] }
        return .object(object)
    }
}
