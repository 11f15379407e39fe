internal import Declarations
internal import Values

/// Whether traffic in a VPC is watched for, or held to, encryption, and what is excepted. A control that is enforced
/// takes exceptions; one that monitors has none.
enum VPCEncryption {
    static let update = Update(
        ["VpcEncryptionControl"],
        first: [
            Call(
                "ec2:CreateVpcEncryptionControl", [.attribute("VpcId", as: "VpcId")],
                each: .mapped(.several([.live(id)])) { $0[0] == .null ? [true] : [] }, wait: settled)
        ],
        set: Call(
            "ec2:ModifyVpcEncryptionControl",
            [
                Argument(
                    "VpcEncryptionControlId",
                    // Of the control that is there, or of the one just made.
                    .mapped(.several([.live(id), .result("VpcEncryptionControl.VpcEncryptionControlId")])) {
                        ($0[0] == .null ? $0[1] : $0[0]) ?? .null
                    }),
                .property("VpcEncryptionControl.Mode", as: "Mode"),
            ]
                + exclusions.map { name in
                    Argument(
                        name + "Exclusion",
                        .mapped(.property("VpcEncryptionControl")) { control in
                            control["Mode"] == "enforce" ? control[name + "Exclusion"] ?? "disable" : .null
                        })
                }, wait: settled),
        clear: Call(
            "ec2:DeleteVpcEncryptionControl", [.live(id, as: "VpcEncryptionControlId")],
            tolerates: ["InvalidVpcEncryptionControlId.NotFound"],
            wait: Wait(
                "encryption control is deleted", "ec2:DescribeVpcs",
                [Argument("VpcIds", .list(.attribute("VpcId")))],
                until: .any([
                    .missing("Vpcs.0.EncryptionControl"), .equals("Vpcs.0.EncryptionControl.State", "deleted"),
                ]), every: 3, atMost: 600)))

    static let properties: [Property] =
        [Property("VpcEncryptionControl", absent: .unset, inPlace: true, decode: decode)]
        + exclusions.map { Property("VpcEncryptionControl.\($0)Exclusion", absent: .means("disable")) }

    static let attributes: [String: Attribute] = {
        var paths = ["VpcId", "VpcEncryptionControlId", "State", "StateMessage", "ResourceExclusions"]
        for name in exclusions {
            paths += ["", ".State", ".StateMessage"].map { "ResourceExclusions.\(name)\($0)" }
        }
        return Dictionary(
            uniqueKeysWithValues: paths.map { path in
                (
                    "VpcEncryptionControl." + path,
                    Attribute("EncryptionControl." + path, follows: ["VpcEncryptionControl"])
                )
            })
    }()

    private static let id = "EncryptionControl.VpcEncryptionControlId"
    private static let exclusions = [
        "InternetGateway", "EgressOnlyInternetGateway", "NatGateway", "VirtualPrivateGateway", "VpcPeering", "Lambda",
        "VpcLattice", "ElasticFileSystem",
    ]

    private static let settled = Wait(
        "encryption control is in place", "ec2:DescribeVpcs", [Argument("VpcIds", .list(.attribute("VpcId")))],
        until: .equals("Vpcs.0.EncryptionControl.State", "available"),
        failing: .member("Vpcs.0.EncryptionControl.State", of: ["enforce-failed", "monitor-failed"]), every: 3,
        atMost: 1800)

    @Sendable private static func decode(_ item: Value) -> Value? {
        guard let control = item["EncryptionControl"], let mode = control["Mode"],
            !["deleting", "deleted"].contains(control["State"]?.string)
        else { return nil }
        var out: Value.Object = ["Mode": mode]
        for name in exclusions {
            guard let state = control.at("ResourceExclusions.\(name).State")?.string else { continue }
            out[name + "Exclusion"] = .string(state.hasPrefix("enabl") ? "enable" : "disable")
        }
        return .object(out)
    }
}
