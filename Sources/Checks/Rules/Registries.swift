internal import Diagnostics
internal import Values

extension Rule {
    private static let repository = ["AWS::ECR::Repository"]

    static let registries: [Rule] = [
        Rule(
            "PLB601", .warning, "Images are not scanned when they are pushed.",
            remedy: "Set ImageScanningConfiguration: {ScanOnPush: true}. Where the registry itself scans (a registry "
                + "scanning configuration), switch this check off and say so.", types: repository
        ) { subject in
            let path = "ImageScanningConfiguration"
            guard let setting = subject.properties[path] else { return [Hit(path, "images are not scanned")] }
            guard setting.object != nil else { return [] }
            let scans = setting["ScanOnPush"].map { $0.bool ?? true } ?? false
            return scans ? [] : [Hit(path, "images are not scanned")]
        },
        Rule(
            "PLB602", .warning, "Tags of images can be moved to other images.",
            remedy: "Set ImageTagMutability: IMMUTABLE.", types: repository
        ) { subject in
            let path = "ImageTagMutability"
            guard let setting = subject.properties[path] else { return [Hit(path, "tags are mutable")] }
            guard let text = setting.string, !text.hasPrefix("IMMUTABLE") else { return [] }
            return [Hit(path, "tags are mutable: \(text)")]
        },
    ]
}
