internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::CertificateManager::Certificate`. As CloudFormation does, the records that prove the domains are put into
    /// the hosted zones that `DomainValidationOptions` name, and the creation ends when the certificate is issued.
    ///
    /// Certificates of one account for one domain share their record, in every region, and renewal needs it as well;
    /// so it stays when a certificate goes. Only the deletion of its zone takes it along.
    static let certificate = ResourceType(
        "AWS::CertificateManager::Certificate",
        identity: .tagged,
        ref: "CertificateArn",
        arn: "arn:${Partition}:acm:${Region}:${Account}:certificate/${*}",
        read: Read(
            "acm:ListCertificates", items: "CertificateSummaryList",
            .everything([
                // Without a list of key types AWS leaves out all but two.
                .constant(
                    "Includes.keyTypes",
                    [
                        "RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1",
                    ])
            ]),
            details: [
                .tags(
                    "acm:ListTagsForCertificate", [.live("CertificateArn", as: "CertificateArn")], takes: "Tags",
                    absent: ["ResourceNotFoundException"]),
                Detail(
                    "acm:DescribeCertificate", [.live("CertificateArn", as: "CertificateArn")], takes: "Certificate",
                    into: "$certificate",
                    fills: [
                        "SubjectAlternativeNames", "CertificateAuthorityArn",
                        "CertificateTransparencyLoggingPreference",
                        "CertificateExport",
                    ], absent: ["ResourceNotFoundException"]),
            ],
            gone: .member("Status", of: ["VALIDATION_TIMED_OUT", "FAILED", "REVOKED", "EXPIRED"])),
        create: Create(
            Call(
                "acm:RequestCertificate",
                [
                    "DomainName", "SubjectAlternativeNames", "CertificateAuthorityArn", "KeyAlgorithm",
                    // A private certificate needs no proof.
                    Argument(
                        "ValidationMethod",
                        .mapped(.several([.property("ValidationMethod"), .property("CertificateAuthorityArn")])) {
                            $0[1]?.isNull == false ? .null : $0[0]?.isNull == false ? $0[0] ?? .null : "EMAIL"
                        }),
                    Argument(
                        "DomainValidationOptions",
                        .mapped(.property("DomainValidationOptions"), Validation.mailDomains)),
                    .property(
                        "CertificateTransparencyLoggingPreference",
                        as: "Options.CertificateTransparencyLoggingPreference"),
                    .property("CertificateExport", as: "Options.Export"), .token("IdempotencyToken", limit: 32), .tags,
                ],
                wait: Wait(
                    "validation records are known", "acm:DescribeCertificate",
                    [.attribute("CertificateArn", as: "CertificateArn")],
                    until: .any([
                        .equals("Certificate.Status", "ISSUED"),
                        .all([
                            .present("Certificate.DomainValidationOptions"),
                            .every(
                                "Certificate.DomainValidationOptions",
                                .any([.present("ResourceRecord"), .equals("ValidationMethod", "EMAIL")])),
                        ]),
                    ]),
                    failing: Validation.failed, every: 2, atMost: 300, item: "Certificate")),
            repeatable: true,
            then: [
                Call(
                    "route53:ChangeResourceRecordSets",
                    [
                        .item("HostedZoneId", as: "HostedZoneId"),
                        Argument(
                            "ChangeBatch.Changes",
                            .mapped(
                                .several([.item("DomainName"), .attribute("ValidationRecords")]), Validation.changes)),
                    ],
                    each: .mapped(.property("DomainValidationOptions"), Validation.inZones),
                    retries: ["PriorRequestNotComplete"], alone: "HostedZoneId"),
                Call(
                    "acm:DescribeCertificate", [.attribute("CertificateArn", as: "CertificateArn")],
                    wait: Wait(
                        "certificate is issued", "acm:DescribeCertificate",
                        [.attribute("CertificateArn", as: "CertificateArn")],
                        until: .equals("Certificate.Status", "ISSUED"), failing: Validation.failed, every: 10,
                        atMost: 4500)),
            ],
            unfinished: .equals("Status", "PENDING_VALIDATION")),
        updates: [
            Update(
                ["CertificateTransparencyLoggingPreference"],
                set: Call(
                    "acm:UpdateCertificateOptions",
                    [
                        .attribute("CertificateArn", as: "CertificateArn"),
                        .property(
                            "CertificateTransparencyLoggingPreference",
                            as: "Options.CertificateTransparencyLoggingPreference"),
                    ]))
        ],
        tagging: .certificate,
        delete: Delete(
            "acm:DeleteCertificate", [.attribute("CertificateArn", as: "CertificateArn")],
            absent: ["ResourceNotFoundException"],
            // A listener or distribution that is gone holds it for some minutes.
            retries: ["ResourceInUseException"], patience: 900, refusedWhileUsed: true),
        properties: [
            Property("DomainName", equality: .caseInsensitive),
            Property(
                "SubjectAlternativeNames", absent: .unset, equality: .unordered,
                at: "$certificate.SubjectAlternativeNames"),
            Property("DomainValidationOptions", absent: .unset, writeOnly: true),
            // A request is proven in one way.
            Property(
                "ValidationMethod", absent: .unset,
                replaces: "a certificate is validated once, in the way that was asked for with it"),
            Property("CertificateAuthorityArn", absent: .unset, at: "$certificate.CertificateAuthorityArn"),
            Property(
                "CertificateTransparencyLoggingPreference", absent: .means("ENABLED"),
                at: "$certificate.Options.CertificateTransparencyLoggingPreference"),
            Property("CertificateExport", absent: .means("DISABLED"), at: "$certificate.Options.Export"),
            Property("KeyAlgorithm", absent: .means("RSA_2048")) {
                // The summary and the description differ in one character (`RSA_2048`, `RSA-2048`).
                ($0["KeyAlgorithm"] ?? $0.at("$certificate.KeyAlgorithm"))?.string.map {
                    .string(String($0.map { $0 == "-" ? "_" : $0 }))
                }
            },
        ],
        attributes: [
            "CertificateArn": "CertificateArn",
            "ValidationRecords": Attribute("", decode: Validation.records),
        ],
        unsupported: ["Id": "AWS knows a certificate by its ARN alone"],
        canonical: { $0.withoutOwnName },
        objections: Validation.objections)
}

extension Value {
    /// A certificate whose alternative names are without its domain, which AWS adds to them and a template may.
    fileprivate var withoutOwnName: Value {
        guard let domain = self["DomainName"]?.string, let names = self["SubjectAlternativeNames"]?.array else {
            return self
        }
        return setting(
            "SubjectAlternativeNames",
            to: .array(names.filter { $0.string?.lowercased() != domain.lowercased() }))
    }
}
