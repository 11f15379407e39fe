import ArgumentParser

@main
struct Plumb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "plumb", version: "0.1.0")
}
