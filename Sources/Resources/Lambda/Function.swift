internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::Lambda::Function`. AWS tells a digest of its code: enough to know code in the template again, and not where
    /// code out of a bucket comes from. That is sent again when the template names another place.
    static let function = ResourceType(
        "AWS::Lambda::Function",
        identity: .named("FunctionName", GeneratedName(limit: 64)),
        arn: "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}",
        read: Read(
            "lambda:GetFunction", items: "", .each(["FunctionName"]),
            details: [
                Detail(
                    "lambda:GetFunctionCodeSigningConfig", [name], takes: "CodeSigningConfigArn",
                    into: "CodeSigningConfigArn", fills: ["CodeSigningConfigArn"],
                    absent: ["ResourceNotFoundException"],
                    when: isPacked),
                Detail(
                    "lambda:GetRuntimeManagementConfig", [name], into: "RuntimeManagementConfig",
                    fills: ["RuntimeManagementConfig"], absent: ["ResourceNotFoundException"], when: isPacked),
                Detail(
                    "lambda:GetFunctionRecursionConfig", [name], takes: "RecursiveLoop", into: "RecursiveLoop",
                    fills: ["RecursiveLoop"], absent: ["ResourceNotFoundException"]),
            ],
            absent: ["ResourceNotFoundException"], tags: "Tags", shape: whole),
        create: Create(
            Call(
                "lambda:CreateFunction",
                [
                    "FunctionName", "Architectures", "CodeSigningConfigArn", "DeadLetterConfig", "Description",
                    "DurableConfig", "Environment", "EphemeralStorage", "FileSystemConfigs", "Handler", "ImageConfig",
                    .property("KmsKeyArn", as: "KMSKeyArn"), "Layers", "LoggingConfig", "MemorySize", "PackageType",
                    "Role", "Runtime", "SnapStart", "TenancyConfig", "Timeout", "TracingConfig", "VpcConfig", .tags,
                ] + code(below: "Code."),
                retries: unready, patience: 120,
                wait: Wait(
                    "function is active", "lambda:GetFunction", ["FunctionName"],
                    until: .equals("Configuration.State", "Active"), failing: .equals("Configuration.State", "Failed"),
                    every: 2, atMost: 600)),
            repeatable: true),
        updates: [
            Update(
                settings, set: update("lambda:UpdateFunctionConfiguration", [.property("KmsKeyArn", as: "KMSKeyArn")])),
            Update(
                ["Architectures", "Code"], set: update("lambda:UpdateFunctionCode", ["Architectures"] + code(below: ""))
            ),
            Update(
                ["CodeSigningConfigArn"], set: Call("lambda:PutFunctionCodeSigningConfig", ["FunctionName"]),
                clear: Call("lambda:DeleteFunctionCodeSigningConfig", ["FunctionName"])),
            Update(["RecursiveLoop"], set: Call("lambda:PutFunctionRecursionConfig", ["FunctionName"])),
            Update(
                ["ReservedConcurrentExecutions"], set: Call("lambda:PutFunctionConcurrency", ["FunctionName"]),
                clear: Call("lambda:DeleteFunctionConcurrency", ["FunctionName"])),
            Update(
                ["RuntimeManagementConfig"],
                set: Call(
                    "lambda:PutRuntimeManagementConfig",
                    [
                        "FunctionName", .property("RuntimeManagementConfig.RuntimeVersionArn", as: "RuntimeVersionArn"),
                        .property("RuntimeManagementConfig.UpdateRuntimeOn", as: "UpdateRuntimeOn"),
                    ])),
        ],
        tagging: .lambda(arn: "Arn"),
        delete: Delete(
            "lambda:DeleteFunction", ["FunctionName"], absent: ["ResourceNotFoundException"],
            retries: ["ResourceConflictException"]),
        properties: properties,
        attributes: [
            "Arn": Attribute(
                "Configuration.FunctionArn",
                predicted: "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}"),
            "SnapStartResponse.ApplyOn": "Configuration.SnapStart.ApplyOn",
            "SnapStartResponse.OptimizationStatus": "Configuration.SnapStart.OptimizationStatus",
        ],
        unsupported: [
            "CapacityProviderConfig": "functions on managed instances need a published version, which is not made",
            "FunctionScalingConfig": "functions on managed instances need a published version, which is not made",
            "PublishToLatestPublished": "functions on managed instances need a published version, which is not made",
            "SnapStartResponse": "ask for one of its members",
        ],
        canonical: InlineCode.digested)

    private static let name: Argument = .live("Configuration.FunctionName", as: "FunctionName")
    private static let isPacked: Condition = .not(.equals("Configuration.PackageType", "Image"))

    private static let settings = [
        "DeadLetterConfig", "Description", "DurableConfig", "Environment", "EphemeralStorage", "FileSystemConfigs",
        "Handler", "ImageConfig", "KmsKeyArn", "Layers", "LoggingConfig", "MemorySize", "Role", "Runtime", "SnapStart",
        "Timeout", "TracingConfig", "VpcConfig",
    ]

    private static let properties: [Property] = [
        Property("Architectures", absent: .means(["x86_64"]), at: "Configuration.Architectures"),
        // A function is never without code.
        Property("Code", digestedApart: .missing("Configuration"), decode: InlineCode.told),
        Property("Code.ImageUri", absent: .chosenByAWS),
        Property("Code.S3Bucket", absent: .unset, writeOnly: true),
        Property("Code.S3Key", absent: .unset, writeOnly: true),
        Property("Code.S3ObjectStorageMode", absent: .unset, writeOnly: true),
        Property("Code.S3ObjectVersion", absent: .unset, writeOnly: true),
        Property("Code.SourceKMSKeyArn", absent: .unset, writeOnly: true),
        // Code out of a bucket has a digest too.
        Property("Code.ZipFile", absent: .chosenByAWS),
        Property("CodeSigningConfigArn", absent: .unset),
        Property("DeadLetterConfig", absent: .means(["TargetArn": ""]), at: "Configuration.DeadLetterConfig"),
        Property("Description", absent: .unset, at: "Configuration.Description"),
        Property("DurableConfig", absent: .chosenByAWS, at: "Configuration.DurableConfig"),
        Property("DurableConfig.KMSKeyArn", absent: .unset),
        Property("DurableConfig.RetentionPeriodInDays", absent: .means(14)),
        Property("Environment", absent: .means(["Variables": [:]]), at: "Configuration.Environment"),
        Property("EphemeralStorage", absent: .means(["Size": 512]), at: "Configuration.EphemeralStorage"),
        Property("FileSystemConfigs", absent: .unset, at: "Configuration.FileSystemConfigs"),
        Property("FunctionName", at: "Configuration.FunctionName"),
        Property("Handler", absent: .unset, at: "Configuration.Handler"),
        Property("ImageConfig", absent: .means([:]), at: "Configuration.ImageConfigResponse.ImageConfig"),
        Property("KmsKeyArn", absent: .unset, at: "Configuration.KMSKeyArn"),
        Property("Layers", absent: .unset) { item in
            item.at("Configuration.Layers")?.array.map { .array($0.compactMap { $0["Arn"] }) }
        },
        Property("LoggingConfig", absent: .means(["LogFormat": "Text"]), at: "Configuration.LoggingConfig"),
        Property("LoggingConfig.ApplicationLogLevel", absent: .chosenByAWS),
        Property("LoggingConfig.LogFormat", absent: .means("Text")),
        Property("LoggingConfig.LogGroup", absent: .chosenByAWS),
        Property("LoggingConfig.SystemLogLevel", absent: .chosenByAWS),
        Property("MemorySize", absent: .means(128), at: "Configuration.MemorySize"),
        Property("PackageType", absent: .means("Zip"), at: "Configuration.PackageType"),
        Property("RecursiveLoop", absent: .means("Terminate")),
        Property("ReservedConcurrentExecutions", absent: .unset, at: "Concurrency.ReservedConcurrentExecutions"),
        Property("Role", at: "Configuration.Role"),
        Property("Runtime", absent: .unset, at: "Configuration.Runtime"),
        Property("RuntimeManagementConfig", absent: .means(["UpdateRuntimeOn": "Auto"])),
        Property("RuntimeManagementConfig.UpdateRuntimeOn", absent: .means("Auto")),
        Property("RuntimeManagementConfig.RuntimeVersionArn", absent: .unset),
        Property("SnapStart", absent: .means(["ApplyOn": "None"]), at: "Configuration.SnapStart"),
        Property("TenancyConfig", absent: .unset, at: "Configuration.TenancyConfig"),
        Property("Timeout", absent: .means(3), at: "Configuration.Timeout"),
        Property("TracingConfig", absent: .means(["Mode": "PassThrough"]), at: "Configuration.TracingConfig"),
        Property(
            "VpcConfig", absent: .means(["SecurityGroupIds": [], "SubnetIds": []]), at: "Configuration.VpcConfig"),
        Property("VpcConfig.Ipv6AllowedForDualStack", absent: .means(false)),
        Property("VpcConfig.SecurityGroupIds", absent: .unset, equality: .unordered),
        Property("VpcConfig.SubnetIds", absent: .unset, equality: .unordered),
    ]

    /// Where code comes from, for calls that take it in a member `Code` or among their own.
    private static func code(below path: String) -> [Argument] {
        let archive: Argument.Source = .mapped(
            .several([.property("Code.ZipFile"), .property("Runtime")]), InlineCode.archive)
        return [Argument("\(path)ZipFile", archive)]
            + ["ImageUri", "S3Bucket", "S3Key", "S3ObjectStorageMode", "S3ObjectVersion", "SourceKMSKeyArn"].map {
                .property("Code.\($0)", as: path + $0)
            }
    }

    private static func update(_ operation: String, _ arguments: [Argument]) -> Call {
        Call(
            operation, ["FunctionName"] + arguments,
            // An earlier change is still under way.
            retries: unready + ["ResourceConflictException"], patience: 120,
            wait: Wait(
                "function is updated", "lambda:GetFunction", ["FunctionName"],
                until: .equals("Configuration.LastUpdateStatus", "Successful"),
                failing: .equals("Configuration.LastUpdateStatus", "Failed"), every: 1, atMost: 600))
    }

    /// A role, a key or a policy that was made a moment ago.
    private static let unready: [ErrorMatch] = [
        ErrorMatch("InvalidParameterValueException", contains: "cannot be assumed by Lambda"),
        ErrorMatch("InvalidParameterValueException", contains: "does not have permissions to call"),
        ErrorMatch("InvalidParameterValueException", contains: "KMS key is invalid for CreateGrant"),
    ]

    /// Creation answers the configuration alone.
    @Sendable private static func whole(_ item: Value) -> Value {
        item["Configuration"] == nil && item["FunctionArn"] != nil ? ["Configuration": item] : item
    }
}
