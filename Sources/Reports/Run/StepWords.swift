internal import Diagnostics
internal import Plans

/// What a step is doing, has done, and is called.
extension Action {
    var doing: String {
        switch self {
        case .create: "creating"
        case .update: "updating"
        case .delete: "deleting"
        case .adopt: "adopting"
        case .forget: "forgetting"
        }
    }

    var didIt: String {
        switch self {
        case .create: "created"
        case .update: "updated"
        case .delete: "deleted"
        case .adopt: "adopted"
        case .forget: "forgotten"
        }
    }
}

extension StepOutcome {
    /// How the step ended.
    /// - Parameter took: ` after 3 s`, or nothing.
    func words(_ took: String) -> String {
        switch state {
        case .done:
            let id = physicalID.map { $0 == step.logicalID ? "" : " (\(Printable.text($0)))" } ?? ""
            return step.action.didIt + (step.action == .delete ? "" : id) + took
        case .failed(let diagnostic):
            return "failed\(took): "
                + Printable.text(diagnostic.cause.map { "\($0.code): \($0.message)" } ?? diagnostic.message)
        case .skipped(let behind):
            return "skipped behind "
                + behind.map { Printable.text(String($0.prefix { $0 != "!" })) }.joined(separator: ", ")
        case .notStarted: return "not begun"
        }
    }
}
