import Declarations
import Plans
import Values

/// What a service does with a KMS key for a caller who names it, and asks KMS for in the caller's name.
///
/// Services that use a key by its own policy alone are not here: CloudWatch Logs, SNS, SQS, and the settings of a bucket.
struct KeyUse {
    /// The property that names the key.
    var property: String
    /// For what makes the resource.
    var making: [String]
    /// Besides, for what gives an existing one another key.
    var changing: [String] = []
    /// For what reads it.
    var reading: [String] = []
    /// For what deletes it.
    var ending: [String] = []

    static let of: [String: [KeyUse]] = [
        // Amazon EFS User Guide, "Encrypting data at rest", key policies.
        "AWS::EFS::FileSystem": [
            KeyUse(property: "KmsKeyId", making: ["CreateGrant", "Decrypt", "DescribeKey", withoutPlaintext])
        ],
        // Amazon ECR User Guide, "Encryption at rest", required IAM permissions.
        "AWS::ECR::Repository": [
            KeyUse(
                property: "EncryptionConfiguration.KmsKey", making: ["CreateGrant", "DescribeKey"],
                ending: ["RetireGrant"])
        ],
        // Secrets Manager API Reference, CreateSecret and UpdateSecret.
        "AWS::SecretsManager::Secret": [
            KeyUse(property: "KmsKeyId", making: ["Decrypt", "GenerateDataKey"], changing: ["Encrypt"])
        ],
        // Amazon EBS User Guide, "Requirements for EBS encryption", permissions for users.
        "AWS::EC2::Volume": [KeyUse(property: "KmsKeyId", making: volumes)],
        "AWS::EC2::Instance": [KeyUse(property: "BlockDeviceMappings[].Ebs.KmsKeyId", making: volumes)],
        // Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest: usage notes", authorizing use of a key.
        "AWS::DynamoDB::Table": [
            KeyUse(
                property: "SSESpecification.KMSMasterKeyId",
                making: [
                    "CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "ReEncryptFrom",
                    "ReEncryptTo",
                ])
        ],
        // AWS Lambda Developer Guide, "Securing Lambda environment variables".
        "AWS::Lambda::Function": [
            KeyUse(property: "KmsKeyArn", making: ["CreateGrant", "Encrypt"], reading: ["Decrypt"])
        ],
    ]

    /// Putting an object into a bucket that encrypts with a key. Source: Amazon S3 API Reference, PutObject.
    static let objects = ["Decrypt", "GenerateDataKey"]
    /// Where a bucket names the key.
    static let bucket =
        "BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault.KMSMasterKeyID"

    private static let withoutPlaintext = "GenerateDataKeyWithoutPlaintext"
    private static let volumes = [
        "CreateGrant", "Decrypt", "DescribeKey", withoutPlaintext, "ReEncryptFrom", "ReEncryptTo",
    ]

    /// All that it may take, as IAM actions.
    var actions: [String] { (making + changing + reading + ending).map { "kms:" + $0 } }
}

extension Step {
    /// What its changes set a property to, at a path in which `[]` is any item.
    func settings(at path: String) -> [Value] {
        changes.flatMap { change -> [Value] in
            guard let after = change.after else { return [] }
            let start = change.path.withoutIndexes
            if start == path { return [after] }
            guard path.hasPrefix(start), path != start else { return [] }
            return after.values(at: path.dropFirst(start.count).split(separator: ".").map(String.init)[...])
        }
    }
}

extension Value {
    fileprivate func values(at path: ArraySlice<String>) -> [Value] {
        guard let head = path.first else { return [self] }
        let rest = path.dropFirst(), name = head.replacing("[]", with: "")
        guard let inner = name.isEmpty ? self : self[name] else { return [] }
        return (head.hasSuffix("[]") ? inner.array ?? [] : [inner]).flatMap { $0.values(at: rest) }
    }
}
