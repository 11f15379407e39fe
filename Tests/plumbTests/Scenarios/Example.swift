/// A worked example (`examples/`), and what happens to it in its test.
struct Example: Sendable, CustomStringConvertible {
    /// Its stack file or folder, below `examples`.
    let path: String
    /// The stacks on which it stands, which stay.
    var after: [String] = ["examples/network.yaml"]
    /// How many resources it has.
    let resources: Int
    /// A change behind plumb's back: words for the aws command line, one call each, and what drift must name.
    let disturbance: [String]
    let drifted: String
    /// An edit of a file, the steps that it must lead to (`- example-network/NatGatewayB`), and the changing calls, tags
    /// left out.
    let edit: Edit
    let steps: [String]
    let calls: Set<String>

    struct Edit: Sendable {
        var file: String
        var old: String
        var new: String
    }

    var description: String { path }

    static let all = [network, fargateService, instanceCluster, sharedFiles, images, blueGreen]

    /// One way out for both zones in the place of two.
    static let network = Example(
        path: "examples/network.yaml", after: [], resources: 27,
        disturbance: ["ec2 modify-vpc-attribute --vpc-id {vpc} --no-enable-dns-hostnames"],
        drifted: "EnableDnsHostnames",
        edit: Edit(file: "network.yaml", old: "NatGateways: OnePerZone", new: "NatGateways: One"),
        steps: [
            "- example-network/NatAddressB", "- example-network/NatGatewayB", "~ example-network/NatGatewayA",
            "~ example-network/NatRouteB",
        ],
        calls: ["ec2:ReplaceRoute", "ec2:DeleteNatGateway", "ec2:ReleaseAddress"])

    /// What scaling does is no drift, but for what a schedule sets.
    static let fargateService = Example(
        path: "examples/fargate-service.yaml", resources: 26,
        disturbance: [
            "ecs update-service --cluster permits --service web --desired-count 5",
            "application-autoscaling delete-scaling-policy --policy-name cpu --service-namespace ecs "
                + "--resource-id service/permits/web --scalable-dimension ecs:service:DesiredCount",
        ],
        drifted: "example-fargate/WebCpu",
        edit: Edit(file: "fargate-service.yaml", old: "MaxTasks: \"10\"", new: "MaxTasks: \"12\""),
        steps: ["~ example-fargate/WebScaling"],
        calls: [
            "application-autoscaling:RegisterScalableTarget", "application-autoscaling:PutScheduledAction",
        ])

    /// Instances of another type, one more of them.
    static let instanceCluster = Example(
        path: "examples/instance-cluster.yaml", resources: 21,
        disturbance: [
            "autoscaling update-auto-scaling-group --auto-scaling-group-name shared "
                + "--no-new-instances-protected-from-scale-in"
        ],
        drifted: "NewInstancesProtectedFromScaleIn",
        edit: Edit(file: "instance-cluster.yaml", old: "InstanceType: t3.small", new: "InstanceType: t3.medium"),
        steps: ["~ example-instances/Instances", "~ example-instances/LaunchTemplate"],
        calls: ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate", "autoscaling:UpdateAutoScalingGroup"])

    /// Files move to the cheaper class later.
    static let sharedFiles = Example(
        path: "examples/shared-files.yaml", resources: 13,
        disturbance: ["efs put-backup-policy --file-system-id {files} --backup-policy Status=DISABLED"],
        drifted: "BackupPolicy",
        edit: Edit(
            file: "shared-files.yaml", old: "  WhenRemoved: Delete\n",
            new: "  WhenRemoved: Delete\n  DaysUntilInfrequentAccess: \"60\"\n"),
        steps: ["~ example-files/FileSystem"],
        calls: ["efs:PutLifecycleConfiguration"])

    /// A team has one image more.
    static let images = Example(
        path: "examples/images", after: [], resources: 5,
        disturbance: ["ecr put-image-tag-mutability --repository-name permits/web --image-tag-mutability MUTABLE"],
        drifted: "ImageTagMutability",
        edit: Edit(file: "images/records.yaml", old: "Images: web", new: "Images: web,search"),
        steps: ["+ example-images-records/Repositorysearch"],
        calls: ["ecr:CreateRepository", "ecr:PutLifecyclePolicy", "ecr:SetRepositoryPolicy"])

    /// A tenth of the requests goes to green, and nothing but the listener changes.
    static let blueGreen = Example(
        path: "examples/blue-green.yaml", resources: 16,
        disturbance: ["ecs update-service --cluster notices --service green --desired-count 0"],
        drifted: "DesiredCount",
        edit: Edit(
            file: "blue-green.yaml", old: "BlueWeight: \"100\"\n  GreenWeight: \"0\"",
            new: "BlueWeight: \"90\"\n  GreenWeight: \"10\""),
        steps: ["~ example-blue-green/Listener"], calls: ["elbv2:ModifyListener"])
}
