internal import AWS
internal import Declarations
internal import Values

extension Reader {
    /// The resources with their tags, for types whose listing leaves them out.
    func withTags(_ lives: [Live], sought: [Sought]) async throws(AWSFailure) -> [Live] {
        guard let detail = lives.first?.frame.type.read.details.first(where: \.isTags) else { return lives }
        var lives = lives
        var open: [Int] = []
        for index in lives.indices {
            // What is AWS's own bears no marks (a listener's default rule).
            if let own = lives[index].frame.type.foreign?.except, own.holds(for: lives[index].item) { continue }
            // A tag search that shows just what is expected stands in for the call.
            if let tags = search.tags(of: lives[index].arns + [lives[index].physicalID]),
                sought.contains(where: { $0.tags == tags })
            {
                lives[index].tags = tags
            } else {
                open.append(index)
            }
        }
        try await fill(detail, into: &lives, at: open)
        for index in open { lives[index].takeTags() }
        return lives
    }

    /// The resources with one detail.
    func filled(_ lives: [Live], _ detail: Detail) async throws(AWSFailure) -> [Live] {
        var lives = lives
        try await fill(detail, into: &lives, at: Array(lives.indices))
        return lives
    }

    /// The resources with all that their listing leaves out.
    func withDetails(
        _ entries: [(live: Live, sought: Sought?)], tagsKnown: Bool
    ) async throws(AWSFailure) -> [Live] {
        var lives = entries.map(\.live)
        guard let details = lives.first?.frame.type.read.details else { return lives }
        if !tagsKnown {
            for detail in details where detail.isTags {
                var open: [Int] = []
                for index in lives.indices {
                    if let known = known(lives[index], for: entries[index].sought) {
                        lives[index].tags = known
                    } else {
                        open.append(index)
                    }
                }
                try await fill(detail, into: &lives, at: open)
                for index in open { lives[index].takeTags() }
            }
        }
        let known = lives.first?.frame.type.identifyingDetail?.into
        for detail in details where !detail.isTags && detail.into != known {
            var wanted: [Int] = []
            var spared: Set<Int> = []
            for index in lives.indices {
                if let condition = detail.when, !condition.holds(for: lives[index].item) { continue }
                if isSpared(detail, lives[index], entries[index].sought) {
                    lives[index].unread.formUnion(detail.fills)
                    lives[index].isPartlyRead = true
                } else {
                    wanted.append(index)
                    if !isAskedFor(detail, lives[index], entries[index].sought) { spared.insert(index) }
                }
            }
            try await fill(detail, into: &lives, at: wanted, sparing: spared)
        }
        for index in lives.indices {
            lives[index].properties = Decoding(frame: lives[index].frame).properties(of: lives[index].item)
            if lives[index].frame.type.read.tags != nil || lives[index].frame.type.tagging?.takesOwnOnly == true {
                lives[index].takeTags()
            }
        }
        return lives
    }

    /// The tags of a tag search when they are just those that the resource should carry.
    private func known(_ live: Live, for sought: Sought?) -> [String: String]? {
        guard let tags = search.tags(of: live.arns + [live.physicalID]) else { return nil }
        guard let sought else { return tags }
        return sought.tags == tags ? tags : nil
    }

    private func isSpared(_ detail: Detail, _ live: Live, _ sought: Sought?) -> Bool {
        guard !readsEverything, let sought, let digest = sought.digest else { return false }
        return live.tags[OwnTag.digest] == digest && !isAskedFor(detail, live, sought)
    }

    /// True when a template gives a property that only this detail tells, or refers to such an attribute; and for a detail
    /// that does not say what it tells.
    private func isAskedFor(_ detail: Detail, _ live: Live, _ sought: Sought?) -> Bool {
        if detail.fills.isEmpty { return true }
        guard let sought else { return false }
        let feedsAttribute = live.frame.type.attributes.contains { name, attribute in
            sought.wanted.contains(name)
                && (detail.fills.contains(name) || attribute.path == detail.into
                    || attribute.path.hasPrefix(detail.into + "."))
        }
        return feedsAttribute || detail.fills.contains(where: sought.mentions)
    }

    // MARK: - One detail

    /// - Parameter spared: those of `indices` for which no template asks for what the detail tells: where the endpoint does
    ///   not know the call, it is left out.
    private func fill(
        _ detail: Detail, into lives: inout [Live], at indices: [Int], sparing spared: Set<Int> = []
    ) async throws(AWSFailure) {
        guard !indices.isEmpty else { return }
        if let batch = detail.batch {
            try await fill(detail, batch, into: &lives, at: indices, sparing: spared)
        } else {
            try await fillEach(detail, into: &lives, at: indices, sparing: spared)
        }
    }

    /// Keeps a failure for later or ends the reading; one that does not matter is only told.
    private func note(
        _ failure: AWSFailure, of detail: Detail, _ lives: inout [Live], at indices: [Int], sparing spared: Set<Int>
    ) throws(AWSFailure) {
        let isAbsent = detail.absent.contains { $0.matches(code: failure.code.rawValue, message: failure.message) }
        if isAbsent { return }
        let frame = lives[indices[0]].frame
        if failure.isUnsupported, spared.isSuperset(of: indices) {
            for index in indices {
                lives[index].unread.formUnion(detail.fills)
                lives[index].isPartlyRead = true
            }
            failures?.note(unsupported: .init(type: frame.type.name, tells: detail.fills, failure: failure))
            return
        }
        var failure = failure
        if failure.kind != .denied {
            let tells = detail.fills.isEmpty ? "a part" : detail.fills.joined(separator: ", ")
            let ids = indices.map { "`\(lives[$0].physicalID)`" }
            let rest = ids.count > 3 ? " and \(ids.count - 3) more" : ""
            failure.message =
                "\(detail.operation), which tells \(tells) of \(ids.prefix(3).joined(separator: ", "))\(rest): "
                + failure.message
        }
        try note(failure, frame)
    }

    private func fillEach(
        _ detail: Detail, into lives: inout [Live], at indices: [Int], sparing spared: Set<Int>
    ) async throws(AWSFailure) {
        let answers = await cache.answers(indices.map { call(detail, for: lives[$0]) })
        for (position, answer) in answers.enumerated() {
            let index = indices[position]
            switch answer {
            case .success(let pages):
                let output = Self.joined(pages)
                if let taken = detail.takes.isEmpty ? output : output.at(detail.takes) {
                    lives[index].item = lives[index].item.merging(detail.into, taken)
                }
            case .failure(let failure): try note(failure, of: detail, &lives, at: [index], sparing: spared)
            }
        }
    }

    private func fill(
        _ detail: Detail, _ batch: Detail.Batch, into lives: inout [Live], at indices: [Int], sparing spared: Set<Int>
    ) async throws(AWSFailure) {
        let keys = indices.compactMap { lives[$0].item.at(batch.key) }
        var calls: [APICall] = []
        if batch.member.isEmpty {
            calls = [call(detail, for: lives[indices[0]])]
        } else {
            for start in stride(from: 0, to: keys.count, by: batch.most) {
                var call = call(detail, for: lives[indices[0]])
                var value: Value = .array(Array(keys[start...].prefix(batch.most)))
                if let filter = batch.filter {
                    value = .array(
                        (call.input.at(batch.member)?.array ?? []) + [["Name": .string(filter), "Values": value]])
                }
                call.input = call.input.setting(batch.member, to: value)
                calls.append(call)
            }
        }
        var answers: [Value: [Value]] = [:]
        for call in calls {
            do {
                for page in try await cache.pages(call) {
                    for answer in Self.items(of: page, at: batch.items) {
                        if let key = answer.at(batch.answer) { answers[key, default: []].append(answer) }
                    }
                }
            } catch {
                try note(error, of: detail, &lives, at: indices, sparing: spared)
            }
        }
        for index in indices {
            guard let key = lives[index].item.at(batch.key), let mine = answers[key] else { continue }
            if batch.several {
                let taken = mine.compactMap { detail.takes.isEmpty ? $0 : $0.at(detail.takes) }
                lives[index].item = lives[index].item.setting(detail.into, to: .array(taken))
            } else if let answer = mine.first, let taken = detail.takes.isEmpty ? answer : answer.at(detail.takes) {
                lives[index].item = lives[index].item.setting(detail.into, to: taken)
            }
        }
    }

    private func call(_ detail: Detail, for live: Live) -> APICall {
        let parts = detail.operation.operationParts
        let input = InputBuilder(frame: live.frame).input(
            detail.operation, detail.arguments,
            from: ArgumentSources(
                property: { live.properties[$0] }, attribute: { live.attribute($0) }, live: live.item))
        return APICall(parts.service, parts.operation, input, region: live.place.region(of: live.frame.type))
    }

    /// Pages as one output: lists joined, all else from the first.
    static func joined(_ pages: [Value]) -> Value {
        guard pages.count > 1, var first = pages.first?.object else { return pages.first ?? [:] }
        for page in pages.dropFirst() {
            for (name, value) in page.object ?? [:] {
                if let more = value.array { first[name] = .array((first[name]?.array ?? []) + more) }
            }
        }
        return .object(first)
    }
}

extension ResourceType {
    /// The detail that holds the caller reference by which a resource is known, where its listing leaves that out.
    var identifyingDetail: Detail? {
        guard case .reference(_, let path) = identity else { return nil }
        return read.details.first { path.hasPrefix($0.into + ".") }
    }
}
