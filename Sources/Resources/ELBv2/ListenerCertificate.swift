internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ElasticLoadBalancingV2::ListenerCertificate`: one certificate (CloudFormation allows one each) beside the
    /// listener's default.
    static let listenerCertificate = ResourceType(
        "AWS::ElasticLoadBalancingV2::ListenerCertificate",
        identity: .key(["ListenerArn", "Certificates"]),
        read: Read(
            "elbv2:DescribeListenerCertificates", items: "Certificates", .each(["ListenerArn"]),
            // The default certificate is the listener's own property.
            gone: .equals("IsDefault", true), absent: ["ListenerNotFound"]),
        create: Create(
            Call(
                "elbv2:AddListenerCertificates", ["ListenerArn", "Certificates"], retries: ["CertificateNotFound"]),
            item: "Certificates.0", repeatable: true),
        delete: Delete(
            "elbv2:RemoveListenerCertificates", ["ListenerArn", "Certificates"],
            absent: ["ListenerNotFound", "CertificateNotFound"]),
        properties: [
            Property("ListenerArn", at: "$input.ListenerArn"),
            Property(
                "Certificates", moves: "it is the one certificate: another is added, and then this one removed",
                decode: { item in item["CertificateArn"].map { [["CertificateArn": $0]] } }),
        ])
}
