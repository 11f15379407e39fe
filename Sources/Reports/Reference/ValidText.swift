/// What `validate` says of a stack without errors.
public enum ValidText {
    public static func line(stack: String, path: String, resources: Int) -> String {
        let count = resources == 1 ? "1 resource" : "\(resources) resources"
        return "\(Printable.text(stack)) (\(Printable.text(path))) is valid: \(count)"
    }
}
