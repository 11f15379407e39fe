internal import Declarations
internal import Values

/// How a certificate's domains are proved.
///
/// The records are AWS's own and known only while the creation runs, which zone gets them is the template's. The
/// records therefore travel as one text, `|domain=name=value|domain=name=value`, from which the functions of the
/// template language pick the domain's part once it is known.
enum Validation {
    static let failed: Condition = .member(
        "Certificate.Status", of: ["FAILED", "VALIDATION_TIMED_OUT", "REVOKED", "INACTIVE"])

    /// Options for domains that the certificate is not for: AWS has no record for such a one.
    @Sendable static func objections(_ properties: Value) -> [Objection] {
        let names = [properties["DomainName"] ?? .null] + (properties["SubjectAlternativeNames"]?.array ?? [])
        guard !names.contains(where: \.hasDeferred), properties["SubjectAlternativeNames"]?.hasDeferred != true else {
            return []
        }
        let domains = names.compactMap { $0.string?.lowercased() }
        return (properties["DomainValidationOptions"]?.array ?? []).enumerated().compactMap { position, option in
            guard let domain = option["DomainName"]?.string, !domains.contains(domain.lowercased()) else { return nil }
            return Objection(
                "DomainValidationOptions[\(position)].DomainName",
                "`\(domain)` is not a domain of the certificate, which is for \(domains.joined(separator: ", "))",
                help: "Name it in `SubjectAlternativeNames` too, or take the option out.")
        }
    }

    /// The options that name a hosted zone.
    @Sendable static func inZones(_ options: Value) -> Value {
        .array((options.array ?? []).filter { $0["HostedZoneId"] != nil })
    }

    /// The options that say where mails go; `RequestCertificate` takes no others.
    @Sendable static func mailDomains(_ options: Value) -> Value {
        let mails = (options.array ?? []).filter { $0["ValidationDomain"] != nil }
        return mails.isEmpty ? .null : .array(mails)
    }

    /// The text of the records, from `DescribeCertificate`, or nil when there are none.
    @Sendable static func records(_ item: Value) -> Value? {
        let options = (item["DomainValidationOptions"] ?? item.at("$certificate.DomainValidationOptions"))?.array ?? []
        let texts = options.compactMap { option -> String? in
            guard let domain = option["DomainName"]?.string, let name = option.at("ResourceRecord.Name")?.string,
                let value = option.at("ResourceRecord.Value")?.string
            else { return nil }
            return "|\(domain)=\(name)=\(value)"
        }
        return texts.isEmpty ? nil : .string(texts.joined())
    }

    /// The change that puts a domain's record into its zone.
    /// - Parameter sources: the domain, and the text of all records, known or not.
    @Sendable static func changes(_ sources: Value) -> Value {
        guard let domain = sources[0]?.string, let text = sources[1] else { return .null }
        guard let name = part(1, of: domain, in: text), let value = part(2, of: domain, in: text) else { return .null }
        return [
            [
                "Action": "UPSERT",
                "ResourceRecordSet": [
                    "Name": name, "Type": "CNAME", "TTL": 300, "ResourceRecords": [["Value": value]],
                ],
            ]
        ]
    }

    private static func part(_ index: Int, of domain: String, in text: Value) -> Value? {
        guard let behind = try? Value.selected(Value.split(text, separator: "|\(domain)="), index: 1),
            let entry = try? Value.selected(Value.split(behind, separator: "|"), index: 0)
        else { return nil }
        return try? Value.selected(Value.split(entry, separator: "="), index: index - 1)
    }
}
