internal import AWS
internal import Declarations
internal import Diagnostics
internal import Language
internal import Plans
internal import Values

/// What scaling moves of the resources of a run: within which bounds, and what their tags tell of the template's numbers.
struct ScaledNumbers: Sendable {
    /// The properties of what scales others, by type: of the run's templates first, then of the account.
    private var scalers: [String: [Value]] = [:]

    struct Bounds: Sendable {
        var min: Int?
        var max: Int?

        func hold(_ number: Int) -> Bool { (min.map { $0 <= number } ?? true) && (max.map { number <= $0 } ?? true) }
    }

    init() {}

    init(_ resources: DesiredResources, _ observation: Observation) {
        let types = Set(resources.ordered.flatMap(\.frame.type.scaled).compactMap(\.scaler?.type))
        for desired in resources.ordered where types.contains(desired.frame.type.name) {
            guard let properties = observation.sought[desired.address]?.properties else { continue }
            scalers[desired.frame.type.name, default: []].append(properties)
        }
    }

    /// Where scaling may move the number; nil where nothing is known to scale it.
    func bounds(_ scaled: Scaled, _ properties: Value) -> Bounds? {
        switch scaled.by {
        case .itself(let min, let max):
            let bounds = Bounds(min: properties.at(min)?.wholeNumber, max: properties.at(max)?.wholeNumber)
            if let low = bounds.min, let high = bounds.max, low >= high { return nil }
            return bounds
        case .target(let by, let keys):
            guard let keys = keys(properties)?.object else { return nil }
            let scaler = scalers[by.type]?.first { scaler in
                keys.allSatisfy { scaler[$0.name]?.scalarText == $0.value.scalarText }
            }
            return scaler.map { Bounds(min: $0.at(by.min)?.wholeNumber, max: $0.at(by.max)?.wholeNumber) }
        }
    }

    /// The properties with the live numbers that are to stay.
    func kept(_ properties: Value, _ desired: Desired, _ live: Live) -> (properties: Value, numbers: [ScaledNumber]) {
        var kept = properties
        var numbers: [ScaledNumber] = []
        for scaled in desired.frame.type.scaled where !isEdited(scaled, desired, live) {
            guard let template = properties.at(scaled.path)?.wholeNumber,
                let value = live.properties.at(scaled.path), let number = value.wholeNumber, number != template,
                let bounds = bounds(scaled, properties), bounds.hold(number)
            else { continue }
            kept = kept.setting(scaled.path, to: value)
            numbers.append(
                ScaledNumber(
                    address: desired.address, type: desired.frame.type.name, path: scaled.path, live: number,
                    template: template, min: bounds.min, max: bounds.max))
        }
        return (kept, numbers)
    }

    /// The tags that tell which numbers the template gave last. What was applied before there were such tags gets them
    /// with the next change; until then its other digest tells as much.
    func tags(_ desired: Desired, _ properties: Value, _ live: Live?) -> [String: Value] {
        var tags: [String: Value] = [:]
        for scaled in desired.frame.type.scaled {
            guard let digest = digest(scaled, desired) else { continue }
            let key = OwnTag.digest(of: scaled.path)
            let known = live?.tags[key]
            if bounds(scaled, properties) == nil {
                tags[key] = known.map { .string($0) }
            } else if known != nil || live?.tags[OwnTag.digest] != desired.digest {
                tags[key] = .string(digest)
            }
        }
        return tags
    }

    /// True when the template gave another number when it was last applied.
    private func isEdited(_ scaled: Scaled, _ desired: Desired, _ live: Live) -> Bool {
        guard let known = live.tags[OwnTag.digest(of: scaled.path)] else { return false }
        return known != digest(scaled, desired)
    }

    private func digest(_ scaled: Scaled, _ desired: Desired) -> String? {
        desired.symbolic.at(scaled.path)?.digest()
    }

    // MARK: - What the account scales

    func isLarger(than other: ScaledNumbers) -> Bool {
        scalers.values.map(\.count).reduce(0, +) > other.scalers.values.map(\.count).reduce(0, +)
    }

    /// Looks up what scales the numbers that differ, where no template says it.
    /// - Returns: also a warning where that cannot be read.
    func looking(
        at decisions: [String: Decision], _ frames: Frames, _ reader: Reader
    ) async -> (ScaledNumbers, [Diagnostic]) {
        var wanted: [Observing.Key: [(sought: Sought, desired: Desired)]] = [:]
        for decision in decisions.values.sorted(by: { $0.desired.address < $1.desired.address }) {
            guard let live = decision.live, decision.desired.isSelected else { continue }
            for scaled in decision.desired.frame.type.scaled {
                guard case .target(let by, let keys) = scaled.by, let frame = frames.frame(by.type),
                    let keys = keys(decision.properties), bounds(scaled, decision.properties) == nil,
                    let template = decision.properties.at(scaled.path)?.wholeNumber,
                    let number = live.properties.at(scaled.path)?.wholeNumber, number != template
                else { continue }
                let place = decision.desired.place
                let sought = Sought(
                    address: decision.desired.address, stack: decision.desired.stack,
                    logicalID: decision.desired.logicalID, frame: frame, place: place, properties: keys)
                wanted[.init(type: by.type, place: place), default: []].append((sought, decision.desired))
            }
        }
        var more = self
        var findings: [Diagnostic] = []
        for (key, entries) in wanted.sorted(by: {
            ($0.key.type, $0.key.place.region) < ($1.key.type, $1.key.place.region)
        }) {
            let frame = frames.frame(key.type)
            switch await reader.answer(frame, place: key.place, sought: entries.map(\.sought)) {
            case .success(let result):
                more.scalers[key.type, default: []] += result.found.sorted { $0.key < $1.key }.flatMap(\.value).map(
                    \.properties)
            case .failure(let failure):
                findings += entries.map { EngineDiagnostics.scalingUnread($0.desired, failure) }
            }
        }
        return (more, findings)
    }
}

extension Scaled {
    /// The type that scales it, where that is another one.
    fileprivate var scaler: ScaledBy? { if case .target(let by, _) = by { by } else { nil } }
}

extension Value {
    /// A whole number, or its text.
    fileprivate var wholeNumber: Int? { scalarText.flatMap { Int($0) } }
}
