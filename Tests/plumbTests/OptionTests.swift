import ArgumentParser
import Diagnostics
import Glibc
import Language
import Testing
import Values

@testable import plumb

@Suite struct OptionTests {
    @Test func everyOptionArrives() throws {
        let command = try ApplyCommand.parse([
            "a.yaml", "b", "--region", "eu-west-1", "--profile", "dev", "--endpoint-url", "http://127.0.0.1:5000",
            "--parameter", "A=1", "--parameter", "B=x=y", "--parameter", "A=2", "--stack-name", "s", "--target",
            "s/Vpc",
            "--target", "s/Log", "--show-calls", "--auto-approve", "--adopt", "--delete-data", "--no-color",
            "--parallelism", "4",
        ])
        #expect(command.stacks.paths == ["a.yaml", "b"])
        #expect(command.aws.region == "eu-west-1")
        #expect(command.aws.profile == "dev")
        #expect(command.aws.endpointURL == "http://127.0.0.1:5000")
        #expect(command.stacks.overrides.parameters == ["A": "2", "B": "x=y"])
        #expect(command.stacks.overrides.stackName == "s")
        #expect(command.target.targets == ["s/Vpc", "s/Log"])
        #expect(command.running.showCalls && command.running.autoApprove && command.running.deleteData)
        #expect(command.running.parallelism == 4)
        #expect(command.adopt && command.colour.noColor)
    }

    /// Secrets come on standard input, which is read once.
    @Test func parametersOnStandardInput() throws {
        let template = "Parameters: {A: {Type: String}, B: {Type: String}}\n" + Bench.template
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let text = Array(
            #"[{"ParameterKey": "A", "ParameterValue": "told"}, {"ParameterKey": "B", "ParameterValue": "1"}]"#.utf8)
        #expect(write(ends[1], text, text.count) == text.count)
        close(ends[1])
        defer { close(ends[0]) }
        let bench = Bench(nil, template: template)
        var session = bench.session
        session.input = StandardInput(ends[0])
        let command = try ValidateCommand.parse([Bench.path, "--parameters-file", "-", "--parameter", "B=2"])
        for _ in 1...2 {
            let (set, findings) = session.load(command.stacks)
            #expect(findings.isEmpty, "\(findings.all)")
            #expect(set?.stacks.first?.file.parameters == ["A": "told", "B": "2"])
        }
        #expect(throws: (any Error).self) { try ValidateCommand.parse(["-"]) }
        #expect(throws: (any Error).self) {
            try ValidateCommand.parse([Bench.path, "--parameters-file", "-", "--parameters-file", "-"])
        }
    }

    /// Nobody can be asked on what parameters come from.
    @Test func aTerminalGivesNoParameters() throws {
        // The near end of a pseudo-terminal is a terminal too.
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(terminal >= 0 && isatty(terminal) == 1)
        defer { close(terminal) }
        var session = Bench(nil).session
        session.input = StandardInput(terminal)
        let command = try ValidateCommand.parse([Bench.path, "--parameters-file", "-"])
        let found = session.load(command.stacks).1.all
        #expect(found.map(\.code) == ["file-unreadable"] && found[0].message.contains("is a terminal"), "\(found)")
    }

    @Test(arguments: [("A=1", "A", "1"), ("A=", "A", ""), ("A=b=c", "A", "b=c")])
    func assignments(text: String, name: String, value: String) {
        let assignment = Assignment(argument: text)
        #expect(assignment?.name == name)
        #expect(assignment?.value == value)
    }

    @Test(arguments: ["A", "=1", ""])
    func notAssignments(text: String) { #expect(Assignment(argument: text) == nil) }

    @Test(arguments: [
        ("AWS::Logs::LogGrup", "AWS::Logs::LogGroup"), ("aws::logs::loggroup", "AWS::Logs::LogGroup"),
        ("AWS::SQS::Queue", nil), ("LogGroup", "AWS::Logs::LogGroup"), ("Group", nil), ("AWS", nil),
        ("AWS::EC2", "AWS::EC2::VPC"),
    ])
    func nearest(word: String, expected: String?) {
        #expect(Nearest.of(word, among: ["AWS::Logs::LogGroup", "AWS::EC2::VPC"]) == expected)
    }
}
