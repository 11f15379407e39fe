internal import Diagnostics
internal import Plans
internal import Values

/// What one resource's changes mean for who may do what.
struct SecurityReading {
    let item: PlanItem
    let tense: (Bool) -> Tense
    private let before: Value
    private let after: Value

    /// - Parameter live: the properties that were read and that the changes stand on.
    init(item: PlanItem, live: Value?, tense: @escaping (Bool) -> Tense) {
        self.item = item
        self.tense = tense
        var before = live ?? [:], after = live ?? [:]
        for change in item.changes {
            let path = change.path.replacing("[", with: ".").replacing("]", with: "")
            before = before.setting(path, to: change.before ?? .null)
            after = after.setting(path, to: change.after ?? .null)
        }
        self.before = item.kind == .create ? [:] : before
        self.after = item.kind == .delete ? [:] : after
    }

    private var step: Step { item.step }
    private var type: String { step.type }

    var changes: [SecurityChange] {
        if item.kind == .forget { return [] }
        let found = statements + attachments + rules + exposure
        return found.isEmpty && item.kind == .delete ? end : found
    }

    private func change(
        _ topic: SecurityChange.Topic, _ gained: Bool, risk: SecurityChange.Risk? = nil, at property: String,
        _ words: [SecurityChange.Word]
    ) -> SecurityChange {
        let tense = tense(gained)
        let opening = tense.opening.isEmpty ? [] : [SecurityChange.Word.plain(tense.opening)]
        let span = item.changes.first { $0.path == property || $0.path.hasPrefix(property + ".") }?.span
        return SecurityChange(
            topic: topic, isGained: gained, risk: risk, address: step.address, type: type, span: span ?? step.span,
            words: opening + words)
    }

    // MARK: - Who

    /// The resource in a sentence: `role web`.
    private var subject: [SecurityChange.Word] {
        let noun =
            switch type.split(separator: ":").last ?? "" {
            case "Role": "role"
            case "User": "user"
            case "Group": "group"
            case "ManagedPolicy": "whoever has policy"
            case "Bucket", "BucketPolicy": "bucket"
            case "SecurityGroup": "security group"
            case "LoadBalancer": "load balancer"
            default: ""
            }
        return noun.isEmpty ? [.name(name)] : [.plain(noun + " "), .name(name)]
    }

    private var name: String {
        for property in ["RoleName", "UserName", "GroupName", "ManagedPolicyName", "Bucket", "BucketName", "Name"] {
            if let text = (after[property] ?? before[property])?.string { return text }
        }
        return item.physicalID ?? step.logicalID
    }

    /// Who has the policy's rights.
    private var holders: [SecurityChange.Word] {
        guard type == "AWS::IAM::Policy" || type.hasSuffix("RolePolicy") || type.hasSuffix("UserPolicy")
        else { return subject }
        let source = after.object?.isEmpty == false ? after : before
        let kinds = [
            ("role", "Roles"), ("role", "RoleName"), ("user", "Users"), ("user", "UserName"), ("group", "Groups"),
            ("group", "GroupName"),
        ]
        var words: [SecurityChange.Word] = []
        for (noun, property) in kinds {
            for name in PolicyStatement.texts(source[property].flatMap { $0.isNull ? nil : $0 }) {
                words += [.plain(words.isEmpty ? "\(noun) " : ", \(noun) "), .name(name)]
            }
        }
        return words.isEmpty ? [.plain("whoever has policy "), .name(name)] : words
    }

    // MARK: - Statements

    private func statements(of properties: Value) -> [PolicyStatement.Scope: (Set<String>, property: String)] {
        var found: [PolicyStatement.Scope: (Set<String>, property: String)] = [:]
        func add(_ value: Value, _ property: String) {
            let isTrust = property == "AssumeRolePolicyDocument"
            for statement in PolicyStatement.all(in: value, isTrust: isTrust) ?? [] {
                for part in statement.scope.parts {
                    found[part, default: ([], property)].0.formUnion(statement.actions)
                }
            }
        }
        for (name, value) in properties.object ?? [:] {
            if name == "Policies", let items = value.array {
                for item in items { if let document = item["PolicyDocument"] { add(document, name) } }
            } else {
                add(value, name)
            }
        }
        return found
    }

    private var statements: [SecurityChange] {
        let old = statements(of: before), new = statements(of: after)
        var gained: [PolicyStatement] = [], lost: [PolicyStatement] = []
        for scope in Set(old.keys).union(new.keys) {
            let was = old[scope]?.0 ?? [], will = new[scope]?.0 ?? []
            // What is excepted belongs together: fewer exceptions are more rights.
            let more = scope.exceptActions ? (was == will ? [] : will) : will.subtracting(was)
            let less = scope.exceptActions ? (was == will ? [] : was) : was.subtracting(will)
            if !more.isEmpty { gained.append(PolicyStatement(scope: scope, actions: more)) }
            if !less.isEmpty { lost.append(PolicyStatement(scope: scope, actions: less)) }
        }
        return [(true, gained), (false, lost)].flatMap { isGained, statements in
            PolicyStatement.joined(statements).map { statement in
                let tense = tense(isGained), scope = statement.scope
                var risk = tense.isInForce ? scope.risk(of: statement.actions) : nil
                if !scope.allows && !tense.isInForce { risk = tense == .lost ? .denialEnds : .denialMissing }
                let parts = scope.parts
                let property = parts.lazy.compactMap { (isGained ? new : old)[$0]?.property }.first ?? ""
                return change(
                    .statements, isGained, risk: risk, at: property, sentence(scope, statement.actions, tense))
            }
        }
    }

    private func sentence(
        _ scope: PolicyStatement.Scope, _ actions: Set<String>, _ tense: Tense
    ) -> [SecurityChange.Word] {
        var words: [SecurityChange.Word] = []
        if scope.principals.isEmpty {
            words += holders
        } else if scope.isForAnyone {
            words.append(.plain("anyone"))
        } else {
            if scope.exceptPrincipals { words.append(.plain("anyone but ")) }
            words += Self.list(scope.principals)
        }
        words.append(.plain(scope.allows ? " \(tense.may) " : " \(tense.is) denied "))
        if scope.isTrust && actions == ["sts:AssumeRole"] && !scope.exceptActions {
            words += [.plain(scope.allows ? "assume role " : "to assume role "), .name(name)]
        } else {
            if scope.exceptActions { words.append(.plain("everything but ")) }
            words += actions == ["*"] ? [.plain("do everything (*)")] : Self.list(actions.sorted())
            if scope.isTrust {
                words += [.plain(" for role "), .name(name)]
            } else if scope.resources == ["*"] && !scope.exceptResources {
                // A policy on a resource says `*` for the resource itself.
                words += scope.principals.isEmpty ? [.plain(" on everything (*)")] : [.plain(" on "), .name(name)]
            } else if !scope.resources.isEmpty {
                words.append(.plain(scope.exceptResources ? " on everything but " : " on "))
                words += Self.list(scope.resources)
            }
        }
        if let condition = scope.condition { words += [.plain(" if "), .name(condition)] }
        return words
    }

    private static func list(_ names: [String]) -> [SecurityChange.Word] {
        names.enumerated().flatMap { index, name in
            index == 0 ? [.name(name)] : [SecurityChange.Word.plain(", "), .name(name)]
        }
    }

    // MARK: - Attachments

    private static let powerful: Set<String> = ["AdministratorAccess", "IAMFullAccess", "PowerUserAccess"]

    private var attachments: [SecurityChange] {
        guard type.hasPrefix("AWS::IAM::") else { return [] }
        var changes: [SecurityChange] = []
        func compare(_ property: String, _ words: (String, Tense) -> [SecurityChange.Word]) {
            let old = Set(texts(before, property)), new = Set(texts(after, property))
            for (isGained, names) in [(true, new.subtracting(old)), (false, old.subtracting(new))] {
                for name in names.sorted() {
                    let tense = tense(isGained)
                    let last = name.split(separator: "/").last.map(String.init) ?? name
                    let risk: SecurityChange.Risk? =
                        tense.isInForce && Self.powerful.contains(last) ? .administrator : nil
                    changes.append(change(.policies, isGained, risk: risk, at: property, words(name, tense)))
                }
            }
        }
        compare("ManagedPolicyArns") { subject + [.plain(" \($1.has) policy "), .name($0)] }
        compare("PermissionsBoundary") { subject + [.plain(" \($1.is) bounded by "), .name($0)] }
        switch type {
        case "AWS::IAM::ManagedPolicy":
            for (property, noun) in [("Roles", "role"), ("Users", "user"), ("Groups", "group")] {
                compare(property) {
                    [.plain("\(noun) "), .name($0), .plain(" \($1.has) policy "), .name(name)]
                }
            }
        case "AWS::IAM::User":
            compare("Groups") { subject + [.plain(" \($1.is) in group "), .name($0)] }
        case "AWS::IAM::InstanceProfile":
            compare("Roles") {
                [.plain("instances with profile "), .name(name), .plain(" \($1.may) act as role "), .name($0)]
            }
        case "AWS::IAM::AccessKey":
            compare("UserName") { [.plain("user "), .name($0), .plain(" \($1.has) an access key")] }
        default: break
        }
        return changes
    }

    private func texts(_ properties: Value, _ property: String) -> [String] {
        PolicyStatement.texts(properties[property].flatMap { $0.isNull ? nil : $0 })
    }

    // MARK: - Security group rules

    private var rules: [SecurityChange] {
        switch type {
        case "AWS::EC2::SecurityGroup":
            return rules(before["SecurityGroupIngress"], after["SecurityGroupIngress"], isIngress: true)
                + rules(before["SecurityGroupEgress"], after["SecurityGroupEgress"], isIngress: false)
        case "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress":
            func one(_ value: Value) -> Value? { value["IpProtocol"] == nil ? nil : [value] }
            return rules(one(before), one(after), isIngress: type.hasSuffix("Ingress"))
        default: return []
        }
    }

    private func rules(_ old: Value?, _ new: Value?, isIngress: Bool) -> [SecurityChange] {
        let was = Set((old?.array ?? []).flatMap(GroupRule.all)), will = Set((new?.array ?? []).flatMap(GroupRule.all))
        let property = type == "AWS::EC2::SecurityGroup" ? "SecurityGroup\(isIngress ? "Ingress" : "Egress")" : ""
        var changes: [SecurityChange] = []
        for (isGained, rules) in [(true, will.subtracting(was)), (false, was.subtracting(will))] {
            for rule in rules {
                let tense = tense(isGained)
                changes.append(
                    change(
                        .rules, isGained, risk: tense.isInForce && isIngress ? rule.risk : nil, at: property,
                        isIngress ? rule.ingress(group, tense) : rule.egress(group, tense)))
            }
        }
        return changes
    }

    private var group: [SecurityChange.Word] {
        let id = type == "AWS::EC2::SecurityGroup" ? nil : after["GroupId"] ?? before["GroupId"]
        let text = id.flatMap { ValueText.flat($0) }
        return [.plain("security group "), .name(text ?? name)]
    }

    // MARK: - Public access, encryption

    private var exposure: [SecurityChange] {
        Exposure.all.filter { type.hasPrefix($0.type) }.flatMap { exposure -> [SecurityChange] in
            let was = exposure.holds(before), will = exposure.holds(after)
            guard was != will, item.kind != .create || will else { return [] }
            // What a new resource does not say is as safe as AWS makes it.
            let tense = tense(will)
            return [
                change(
                    .exposure, will, risk: tense.isInForce ? exposure.risk : nil, at: exposure.property,
                    subject + [.plain(" \(tense.is) " + exposure.words)])
            ]
        }
    }

    // MARK: - Ends

    /// A resource of which nothing but its end is known, or in drift that no template names it.
    private var end: [SecurityChange] {
        let topic: SecurityChange.Topic
        switch type {
        case "AWS::IAM::AccessKey": topic = .policies
        case "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress":
            topic = .rules
        case "AWS::S3::BucketPolicy", "AWS::ECR::RepositoryPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy":
            topic = .statements
        case _ where type.hasPrefix("AWS::IAM::"): topic = .statements
        default: return []
        }
        let goes = tense(false) == .lost
        let words =
            switch topic {
            case .policies: goes ? "the access key goes" : "an access key"
            case .rules: goes ? "it goes, with what it let through" : "what it lets through"
            default: goes ? "it goes, with what it allowed and what it denied" : "what it allows and what it denies"
            }
        return [
            change(
                topic, false, risk: goes && type == "AWS::S3::BucketPolicy" ? .denialMayEnd : nil, at: "",
                subject + [.plain(": " + words)])
        ]
    }
}
