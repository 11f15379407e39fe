/// Names of environment variables from CloudFormation's output names.
public enum OutputName {
    /// `AwsEc2TargetGroupArn` as `AWS_EC2_TARGET_GROUP_ARN`. Digits end a word, capitals in a row are one
    /// (`VPCId` is `VPC_ID`), and a plural `s` stays with them (`SubnetIDs` is `SUBNET_IDS`).
    public static func environment(_ name: String) -> String {
        let letters = Array(name.utf8)
        var out: [UInt8] = []
        for (index, letter) in letters.enumerated() {
            guard isLetter(letter) || isDigit(letter) else {
                if out.last != UInt8(ascii: "_") { out.append(UInt8(ascii: "_")) }
                continue
            }
            if index > 0, isUpper(letter), startsWord(letters, index), out.last != UInt8(ascii: "_") {
                out.append(UInt8(ascii: "_"))
            }
            out.append(isLower(letter) ? letter - 32 : letter)
        }
        // A variable's name cannot begin with a digit.
        if let first = out.first, isDigit(first) { out.insert(UInt8(ascii: "_"), at: 0) }
        return String(decoding: out, as: UTF8.self)
    }

    private static func startsWord(_ letters: [UInt8], _ index: Int) -> Bool {
        let before = letters[index - 1]
        if isLower(before) || isDigit(before) { return true }
        guard isUpper(before), index + 1 < letters.count, isLower(letters[index + 1]) else { return false }
        let isPlural =
            letters[index + 1] == UInt8(ascii: "s") && (index + 2 == letters.count || isUpper(letters[index + 2]))
        return !isPlural
    }

    private static func isUpper(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
    private static func isLower(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { isUpper(byte) || isLower(byte) }
}
