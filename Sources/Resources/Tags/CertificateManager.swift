internal import Declarations

extension Tagging {
    static let certificate = Tagging(
        .list(key: "Key", value: "Value"), member: "Tags",
        add: Call("acm:AddTagsToCertificate", [.attribute("CertificateArn", as: "CertificateArn")]), adds: "Tags",
        remove: Call("acm:RemoveTagsFromCertificate", [.attribute("CertificateArn", as: "CertificateArn")]),
        removes: "Tags", removesObjects: true)
}
