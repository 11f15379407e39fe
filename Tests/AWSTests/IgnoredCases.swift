/// Published cases that are known to fail, each with its reason. The list only shrinks: a case that passes fails the
/// test until it is taken off.
enum IgnoredCases {
    private static let noCompression = "no operation that plumb calls compresses its request"
    private static let payloadName =
        "the case's model names the payload member as S3's models do, and there the member's name is the element's"

    static let input: [String: String] = [
        "ec2:SDKAppliedContentEncoding_ec2Query": noCompression,
        "ec2:SDKAppendsGzipAndIgnoresHttpProvidedEncoding_ec2Query": noCompression,
        "json:SDKAppliedContentEncoding_awsJson1_1": noCompression,
        "json:SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1": noCompression,
        "json_1_0:SDKAppliedContentEncoding_awsJson1_0": noCompression,
        "json_1_0:SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_0": noCompression,
        "query:SDKAppliedContentEncoding_awsQuery": noCompression,
        "query:SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsQuery": noCompression,
        "rest-json:SDKAppliedContentEncoding_restJson1": noCompression,
        "rest-json:SDKAppendedGzipAfterProvidedEncoding_restJson1": noCompression,
        "rest-xml:SDKAppliedContentEncoding_restXml": noCompression,
        "rest-xml:SDKAppendedGzipAfterProvidedEncoding_restXml": noCompression,
        "rest-xml:BodyWithXmlName":
            "the operation and the shape name the root element differently; in real models the operation is right",
        "rest-xml:RestXmlHttpPayloadWithUnion": payloadName,
        "rest-xml:HttpPayloadWithXmlName": payloadName,
        "rest-xml:HttpPayloadWithXmlNamespace": payloadName,
        "rest-xml:HttpPayloadWithXmlNamespaceAndPrefix": payloadName,
        "rest-xml:XmlAttributesOnPayload": payloadName,
    ]

    static let output: [String: String] = [
        "rest-json:RestJsonDeserializesDenseSetMapAndSkipsNull":
            "the models do not say which maps may hold null, so null is kept"
    ]
}
