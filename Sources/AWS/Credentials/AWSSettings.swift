public import Transport
public import Values

/// What the environment and the shared files say about how to reach AWS, with the command line's word first.
public struct AWSSettings: Sendable {
    /// Nil when nobody names one.
    public var region: String?
    public var profile: String
    public var endpoints: EndpointOptions
    /// A file of certificates to trust (`AWS_CA_BUNDLE`).
    public var certificateFile: String?
    /// With `AWS_MAX_ATTEMPTS` for transient failures; throttling has its own budget.
    public var retry: RetryPolicy

    private let environment: Environment
    private let configuration: SharedConfiguration
    private let retryProblem: CredentialsError?
    private let isNamed: Bool
    private let isExplicit: Bool

    /// - Parameters:
    ///   - region: `--region`.
    ///   - profile: `--profile`. Named here, it is stronger than keys in the environment, as in the AWS CLI.
    ///   - endpointURL: `--endpoint-url`.
    public init(
        environment: Environment, region: String? = nil, profile: String? = nil, endpointURL: String? = nil
    ) {
        let configuration = SharedConfiguration(environment: environment)
        // In botocore's order.
        let variable = environment.value("AWS_DEFAULT_PROFILE") ?? environment.value("AWS_PROFILE")
        let name = profile ?? variable ?? "default"
        let section = configuration.profiles[name] ?? [:]
        self.environment = environment
        self.configuration = configuration
        self.profile = name
        (isNamed, isExplicit) = (profile != nil || variable != nil, profile != nil)
        self.region =
            region ?? environment.value("AWS_REGION") ?? environment.value("AWS_DEFAULT_REGION") ?? section["region"]
        certificateFile = (environment.value("AWS_CA_BUNDLE") ?? section["ca_bundle"]).map(environment.expanded)
        (retry, retryProblem) = Self.retry(environment, section)
        endpoints = Self.endpoints(environment, section, configuration, endpointURL)
    }

    /// What is wrong with the shared files or the profile, where that may be why there is no region.
    public var regionProblem: CredentialsError? {
        region == nil ? configuration.refusal(of: profile, isNamed: isNamed) : nil
    }

    /// Files with secrets that others on this machine may read.
    public var exposedFiles: [String] { configuration.exposed }

    /// Where the credentials come from; nothing is asked before they are first needed.
    /// - Parameters:
    ///   - transport: reaches STS, SSO and the services of the machine itself.
    ///   - prompt: asks for one-time codes.
    ///   - secrets: takes up the secrets that are met on the way.
    ///   - exchanges: hears of the requests that are made for credentials.
    public func credentials(
        transport: any HTTPTransport, surroundings: Surroundings = .system,
        prompt: @escaping CredentialsPrompt = { _ in nil }, secrets: SecretTexts = SecretTexts(),
        exchanges: ExchangeObserver? = nil
    ) -> any CredentialsProvider {
        let context = CredentialsContext(
            environment: environment, configuration: configuration, profile: configuration.profiles[profile] ?? [:],
            region: region, endpoints: endpoints, retry: retry, transport: transport, surroundings: surroundings,
            prompt: prompt, secrets: secrets, exchanges: exchanges)
        if let retryProblem { return Refusal(error: retryProblem) }
        return CredentialsResolver(context: context, isNamed: isNamed, isExplicit: isExplicit).chain(for: profile)
    }

    /// What is wrong is told when credentials are asked for, as all that is wrong with the settings.
    private static func retry(
        _ environment: Environment, _ section: SharedConfiguration.Section
    ) -> (RetryPolicy, CredentialsError?) {
        var policy = RetryPolicy()
        // Who has one client and waits anyway gains by asking more slowly where AWS has refused.
        policy.mode = .adaptive
        var problem: CredentialsError?
        if let word = environment.value("AWS_RETRY_MODE") ?? section["retry_mode"] {
            let mode = RetryPolicy.Mode(rawValue: word.lowercased())
            policy.mode = mode ?? .standard
            if mode == nil {
                let words = RetryPolicy.Mode.allCases.map(\.rawValue).joined(separator: ", ")
                problem = CredentialsError(
                    "AWS_RETRY_MODE or retry_mode is '\(word)'", help: "it is one of \(words)")
            }
        }
        if policy.mode == .legacy { policy.maximumAttempts = 5 }
        if let word = environment.value("AWS_MAX_ATTEMPTS") ?? section["max_attempts"] {
            if let attempts = Int(word), attempts >= 1 {
                policy.maximumAttempts = attempts
            } else {
                problem = CredentialsError(
                    "AWS_MAX_ATTEMPTS or max_attempts is '\(word)'", help: "it is a number from 1 on")
            }
        }
        return (policy, problem)
    }

    /// For each service: the command line, `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's
    /// `[services]` section, the profile's `endpoint_url`.
    private static func endpoints(
        _ environment: Environment, _ section: SharedConfiguration.Section, _ configuration: SharedConfiguration,
        _ commandLine: String?
    ) -> EndpointOptions {
        func isTrue(_ variable: String, _ key: String) -> Bool {
            (environment.value(variable) ?? section[key])?.lowercased() == "true"
        }
        var options = EndpointOptions(
            url: commandLine, useFIPS: isTrue("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
            useDualstack: isTrue("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"))
        guard commandLine == nil, !isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
        else { return options }
        let general = environment.value("AWS_ENDPOINT_URL")
        options.url = general ?? section["endpoint_url"]
        let services = section["services"].flatMap { configuration.services[$0] } ?? [:]
        for (service, key) in serviceKeys {
            let variable = environment.value("AWS_ENDPOINT_URL_\(key.uppercased())")
            options.urls[service] = variable ?? (general == nil ? services[key]?["endpoint_url"] : nil)
        }
        return options
    }

    /// Service names to what their service id becomes in variables and files (`CloudWatch Logs`: `cloudwatch_logs`).
    /// A table, so that no model is read for it; a test compares it with the models.
    static let serviceKeys: [String: String] = [
        "acm": "acm", "application-autoscaling": "application_auto_scaling", "autoscaling": "auto_scaling",
        "cloudformation": "cloudformation", "cloudfront": "cloudfront", "cloudtrail": "cloudtrail",
        "cloudwatch": "cloudwatch", "dynamodb": "dynamodb", "ec2": "ec2", "ecr": "ecr", "ecs": "ecs", "efs": "efs",
        "elbv2": "elastic_load_balancing_v2", "events": "eventbridge", "iam": "iam", "kms": "kms",
        "lambda": "lambda", "logs": "cloudwatch_logs", "resourcegroupstaggingapi": "resource_groups_tagging_api",
        "route53": "route_53", "s3": "s3", "secretsmanager": "secrets_manager",
        "servicediscovery": "servicediscovery", "sns": "sns", "sqs": "sqs", "ssm": "ssm", "sso": "sso",
        "sso-oidc": "sso_oidc", "sts": "sts",
    ]
}
