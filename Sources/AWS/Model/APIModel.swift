internal import CModels
internal import Synchronization
internal import Values

/// The API models inside the binary.
public enum APIModel {
    /// A service's model, read on first use and kept; nil for a name that plumb does not hold.
    public static func service(_ name: String) -> ServiceModel? {
        if let model = read.withLock({ $0[name] }) { return model }
        guard let bytes = EmbeddedData.bytes(name), let json = try? Value(json: bytes),
            let model = try? ServiceModel(name: name, json: json)
        else { return nil }
        return read.withLock { cache in
            if let first = cache[name] { return first }
            cache[name] = model
            return model
        }
    }

    /// Every service in the binary, sorted.
    public static var services: [String] {
        EmbeddedData.names.filter { !["partitions", "authorization"].contains($0) }.sorted()
    }

    private static let read = Mutex<[String: ServiceModel]>([:])
}

/// The files that the C target embeds.
enum EmbeddedData {
    static var names: [String] {
        (0..<plumb_models_count()).compactMap { plumb_models_name($0).map { String(cString: $0) } }
    }

    static func bytes(_ name: String) -> UnsafeBufferPointer<UInt8>? {
        for index in 0..<plumb_models_count() {
            guard let candidate = plumb_models_name(index), String(cString: candidate) == name else { continue }
            return UnsafeBufferPointer(start: plumb_models_data(index), count: plumb_models_size(index))
        }
        return nil
    }
}
