import ArgumentParser
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
