internal import Declarations
internal import Values

extension ResourceType {
    /// `Plumb::S3::Object`: a small text or binary object. One HeadObject tells everything: who owns the object and
    /// what its body was are kept in its own metadata, because object tags would cost a second call. `SourceFile` has
    /// been replaced by its content, in `Body`, before a plan is made.
    ///
    /// What is written goes in the place of what was read, of nothing or of that very object: S3 refuses it with 412 where
    /// somebody else has written meanwhile. (S3 API reference, PutObject, `If-None-Match` and `If-Match`; a delete marker
    /// counts as nothing.)
    static let s3Object = ResourceType(
        "Plumb::S3::Object",
        identity: .key(["Bucket", "Key"]),
        read: Read(
            "s3:HeadObject", items: "", .each(["Bucket", "Key"]),
            absent: ["NotFound", "NoSuchKey", "NoSuchBucket", "404"]),
        create: Create(put([.constant("IfNoneMatch", "*")]), repeatable: true),
        updates: [
            Update(
                ["Body", "ContentType", "ServerSideEncryption", "StorageClass", "Metadata"], set: replace, whole: true)
        ],
        tagging: .objectMetadata(copy),
        // The version that is there, so that a versioned bucket keeps no marker in its place; earlier ones go before it,
        // else the last of them would come to light.
        delete: Delete(
            "s3:DeleteObject", ["Bucket", "Key", .live("VersionId", as: "VersionId")],
            absent: ["NoSuchKey", "NoSuchBucket"]),
        properties: [
            Property("Bucket", at: "$input.Bucket", replaces: "it is part of the key"),
            Property("Key", at: "$input.Key", replaces: "it is part of the key"),
            Property("Body", absent: .means(""), equality: .normalised(bodyDigest)) {
                $0["Metadata"]?[bodyMark].map { .string("sha256:" + ($0.string ?? "")) } ?? "sha256:unknown"
            },
            // What the client sends with bytes for which nobody names a type.
            Property("ContentType", absent: .means("application/octet-stream")),
            // The bucket's default, which new objects get without asking.
            Property("ServerSideEncryption", absent: .chosenByAWS),
            // Not returned for the standard class.
            Property("StorageClass", absent: .means("STANDARD")),
            Property("Metadata", absent: .unset) { item in
                item["Metadata"]?.object.map { members in
                    .object(.init(members.filter { !$0.name.hasPrefix("plumb-") }.map { ($0.name, $0.value) }))
                }
            },
        ],
        attributes: ["ETag": "ETag", "VersionId": "VersionId"],
        contents: Contents(
            "versions",
            list: Call("s3:ListObjectVersions", ["Bucket", .property("Key", as: "Prefix")]),
            items: ["Versions", "DeleteMarkers"],
            remove: Call(
                "s3:DeleteObjects", ["Bucket", .constant("Delete.Quiet", true)], tolerates: ["NoSuchBucket"]),
            batch: "Delete.Objects", members: ["Key", "VersionId"], trifles: .present("Key"), matching: ["Key"]),
        unsupported: [
            "SourceFile": "a file is read into Body before the plan is made",
            "Tags": "they would cost every plan a call for each object; Metadata costs none",
        ])

    private static let bodyMark = "plumb-sha256"

    private static let replace = put([.live("ETag", as: "IfMatch")], revision: ["VersionId", "ETag"])

    /// Onto itself with other metadata, which S3 changes in no other way; the bytes, which nobody knows any more where the
    /// object has left its template, stay. (S3 API reference, CopyObject, `x-amz-metadata-directive`: what is not mentioned
    /// is dropped.)
    private static let copy = Call(
        "s3:CopyObject",
        [
            "Bucket", "Key",
            Argument("CopySource", .mapped(.several([.property("Bucket"), .property("Key")]), source)),
            .live("ETag", as: "CopySourceIfMatch"), .constant("MetadataDirective", "REPLACE"), "ContentType",
            "ServerSideEncryption", "StorageClass", "Metadata", .tags,
            Argument(
                "Metadata.\(bodyMark)",
                .mapped(.several([.live("Metadata.\(bodyMark)"), .tags])) { $0[1] == .null ? .null : $0[0] ?? .null }),
        ] + ["CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage"].map { .live($0, as: $0) },
        revision: ["VersionId"])

    /// `bucket/key`, percent-encoded.
    @Sendable private static func source(_ names: Value) -> Value {
        let texts = (names.array ?? []).compactMap(\.string)
        guard texts.count == 2 else { return .null }
        return .string(PercentEncoding.encode(texts.joined(separator: "/"), keepingSlashes: true))
    }

    private static func put(_ condition: [Argument], revision: [String] = []) -> Call {
        Call(
            "s3:PutObject",
            [
                "Bucket", "Key", "Body", "ContentType", "ServerSideEncryption", "StorageClass", "Metadata",
                Argument("Metadata.\(bodyMark)", .mapped(.several([.property("Body")]), bodySum)), .tags,
            ] + condition, revision: revision)
    }

    /// `sha256:` and the digest of a body; what is one already stays.
    @Sendable private static func bodyDigest(_ body: Value) -> Value {
        if let text = body.string, text.hasPrefix("sha256:") { return body }
        let sum = digest(of: body)
        return sum.string.map { .string("sha256:" + $0) } ?? sum
    }

    @Sendable private static func bodySum(_ sources: Value) -> Value { digest(of: sources[0] ?? .null) }

    private static func digest(of body: Value) -> Value {
        if case .bytes(let bytes) = body { return .string(Digest.sha256(bytes)) }
        return (try? Value.sha256(body.isNull ? "" : body)) ?? .string(Digest.sha256(body.canonicalJSON))
    }
}
