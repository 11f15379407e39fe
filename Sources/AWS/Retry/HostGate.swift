/// Lets a limited number of requests to each host through at one time, in the order in which they came.
actor HostGate {
    private let limit: Int
    private var hosts: [String: Line] = [:]
    private var nextID = 0

    private struct Line {
        var inside = 0
        var waiting: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    init(limit: Int) { self.limit = max(1, limit) }

    /// Waits for a place. False when the task was cancelled meanwhile: then there is nothing to leave.
    func enter(_ host: String) async -> Bool {
        if Task.isCancelled { return false }
        if hosts[host, default: Line()].inside < limit {
            hosts[host, default: Line()].inside += 1
            return true
        }
        nextID += 1
        let id = nextID
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Cancelled before it could queue: the handler below has found nothing to remove.
                if Task.isCancelled { return continuation.resume(returning: false) }
                hosts[host, default: Line()].waiting.append((id, continuation))
            }
        } onCancel: {
            Task { await self.abandon(id, host) }
        }
    }

    func leave(_ host: String) {
        guard var line = hosts[host] else { return }
        if line.waiting.isEmpty {
            line.inside -= 1
        } else {
            // The place goes to the next in line without becoming free.
            line.waiting.removeFirst().continuation.resume(returning: true)
        }
        hosts[host] = line.inside == 0 ? nil : line
    }

    private func abandon(_ id: Int, _ host: String) {
        guard let index = hosts[host]?.waiting.firstIndex(where: { $0.id == id }) else { return }
        hosts[host]?.waiting.remove(at: index).continuation.resume(returning: false)
    }
}
