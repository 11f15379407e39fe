/// Requests and answers for people who look for a fault: each line begins with `*`, `>` or `<`, so that nothing from
/// outside stands at a line's start.
public enum ExchangeText {
    /// Longer bodies are cut.
    private static let limit = 100_000

    /// - Parameters:
    ///   - name: what was called.
    ///   - request: the first line, headers and body.
    public static func request(
        name: String, method: String, url: String, headers: [(String, String)], body: String
    ) -> String {
        line("*", name) + line(">", "\(method) \(url)") + fields(">", headers) + lines(">", body)
    }

    public static func answer(
        status: Int, headers: [(String, String)], body: String, requestID: String?, milliseconds: Int
    ) -> String {
        let id = requestID.map { ", request id \($0)" } ?? ""
        return line("<", "HTTP \(status), \(milliseconds) ms\(id)") + fields("<", headers) + lines("<", body)
    }

    public static func failure(_ message: String, milliseconds: Int) -> String {
        line("<", "no answer, \(milliseconds) ms: \(message)")
    }

    private static func fields(_ mark: String, _ headers: [(String, String)]) -> String {
        headers.map { line(mark, "\($0.0): \($0.1)") }.joined()
    }

    private static func lines(_ mark: String, _ body: String) -> String {
        guard !body.isEmpty else { return "" }
        var cut = Substring(body)
        var more = ""
        if body.utf8.count > limit {
            cut = Substring(String(decoding: body.utf8.prefix(limit), as: UTF8.self))
            more = line(mark, "… and \(body.utf8.count - limit) bytes more")
        }
        let text = cut.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return text.map { line(mark, String($0)) }.joined() + more
    }

    private static func line(_ mark: String, _ text: String) -> String {
        Printable.inert("\(mark) \(Printable.text(text))") + "\n"
    }
}
