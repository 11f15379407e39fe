/// Something that a declaration says and a model does not bear out.
struct DeclarationFinding: Sendable, Hashable, CustomStringConvertible {
    /// `AWS::EC2::VPC`.
    var type: String
    /// The schema path of the property, an attribute's name, or the part of the declaration that is meant.
    var property: String
    var message: String

    var description: String { "\(type) \(property): \(message)" }
}
