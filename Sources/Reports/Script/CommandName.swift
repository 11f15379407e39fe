/// How the AWS CLI calls services and operations.
enum CommandName {
    /// botocore's name, but for S3, whose short commands are others.
    static func service(_ name: String) -> String { name == "s3" ? "s3api" : name }

    /// `DescribeVpcs` as `describe-vpcs`. Source: botocore, `xform_name`, which makes the CLI's names.
    static func operation(_ name: String) -> String {
        let letters = Array(name)
        var out = ""
        var index = 0
        // A plural abbreviation is one word: ListOpenIDs, DescribeDBs.
        let plural = trailingPlural(letters)
        while index < letters.count {
            let letter = letters[index]
            if index == plural {
                out += (out.isEmpty || out.hasSuffix("-") ? "" : "-") + String(letters[index...]).lowercased()
                break
            }
            if letter.isUppercase, index > 0, out.last != "-" {
                let before = letters[index - 1]
                let next = index + 1 < letters.count ? letters[index + 1] : nil
                // `aB` and `1B` begin a word, and so does the last capital of several before a small letter.
                if before.isLowercase || before.isNumber || next?.isLowercase == true { out += "-" }
            }
            out += letter == "_" ? "-" : letter.lowercased()
            index += 1
        }
        return out
    }

    /// Where capitals begin that end the name with one `s`; nil where there are none.
    private static func trailingPlural(_ letters: [Character]) -> Int? {
        guard letters.last == "s", letters.count > 2 else { return nil }
        var start = letters.count - 1
        while start > 0, letters[start - 1].isUppercase { start -= 1 }
        return letters.count - 1 - start >= 2 ? start : nil
    }
}
