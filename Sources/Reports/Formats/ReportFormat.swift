public import Plans

/// Every form in which a plan or a drift report can be had: the names of `--format`, and the one place where a name
/// becomes a text.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    case text, markdown, json, html, junit, sarif, github, gitlab
    case gitlabQuality = "gitlab-quality"
    case mermaid, dot
    case awsCLI = "aws-cli"

    /// The same plan and options give the same bytes.
    public func render(_ plan: Plan, _ options: ReportOptions = ReportOptions()) -> String {
        switch self {
        case .text where plan.purpose == .drift: DriftText(options.style).render(plan)
        case .text: PlanText(options.style, showsCalls: options.showsCalls).render(plan)
        case .markdown: MarkdownReport(limit: options.maxBytes ?? MarkdownReport.commentLimit).render(plan)
        case .json: PlanJSON.render(plan, version: options.version)
        case .html: HTMLReport.render(plan)
        case .junit: JUnitReport.render(plan)
        case .sarif: SARIFReport.render(plan, version: options.version)
        case .github: GitHubAnnotations.render(plan)
        case .gitlab: GitLabReport.terraform(plan)
        case .gitlabQuality: GitLabReport.codeQuality(plan)
        case .awsCLI: AWSCLIScript.render(plan)
        case .mermaid: Graph(plan).mermaid + Self.remarks(plan, "%% ")
        case .dot: Graph(plan).dot + Self.remarks(plan, "// ")
        }
    }
}

extension ReportFormat {
    /// What is set aside, as lines that draw nothing.
    private static func remarks(_ plan: Plan, _ mark: String) -> String {
        AsideRow.all(of: plan.masked).map { "\(mark)\($0.group.title): \(Printable.inert($0.text))\n" }.joined()
    }
}

/// What formats can be told besides the plan.
public struct ReportOptions: Sendable {
    /// For text.
    public var style: TextStyle
    /// For text: each step's API calls.
    public var showsCalls: Bool
    /// For markdown; nil: what a GitHub comment takes.
    public var maxBytes: Int?
    /// plumb's own, for formats that name their tool.
    public var version: String

    public init(
        style: TextStyle = .plain, showsCalls: Bool = false, maxBytes: Int? = nil, version: String = ""
    ) {
        self.style = style
        self.showsCalls = showsCalls
        self.maxBytes = maxBytes
        self.version = version
    }
}
