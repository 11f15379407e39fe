/// The files that templates may take in: nested templates, included snippets, the contents of objects.
///
/// A template says what goes into an account, not what of the machine that it is applied from. So what it names must lie
/// in the git work tree that it is in; outside of git, in the directory of the template that was given, or below it.
/// Links are followed before that is judged, and what git keeps for itself (`.git`, where tokens may be) is no part of
/// it.
public struct Project: Sendable {
    private let files: any FileLoader
    /// Where the template is that was given.
    private let directory: String
    /// The project's own place, every link followed; nil when it cannot be found out.
    private let root: String?
    public let isWorkTree: Bool

    /// - Parameter file: the template, or stack file, that was given.
    public init(of file: String, files: any FileLoader) {
        self.files = files
        directory = FilePath.directory(of: file)
        let tree = files.workTree(around: directory)
        root = tree ?? files.location(of: directory)
        isWorkTree = tree != nil
    }

    /// True when the path, and where links lead from it, lies in the project. What does not exist is judged by its path
    /// alone.
    /// - Parameter path: as the loader takes it: from the working directory.
    public func holds(_ path: String) -> Bool {
        guard let root else { return Self.stays(path, in: directory) }
        guard let target = files.location(of: path) else {
            // The nearest directory that exists decides.
            var above = path
            while above != ".", above != "/", files.location(of: above) == nil {
                if above == ".." || above.hasSuffix("/..") { return false }
                above = FilePath.normal(FilePath.directory(of: FilePath.normal(above)))
            }
            return files.location(of: above).map { Self.isInside($0, root) } ?? Self.stays(path, in: directory)
        }
        return Self.isInside(target, root) && !target.dropFirst(root.count).split(separator: "/").contains(".git")
    }

    private static func isInside(_ target: String, _ root: String) -> Bool {
        target == root || target.hasPrefix(root.hasSuffix("/") ? root : root + "/")
    }

    private static func stays(_ path: String, in directory: String) -> Bool {
        let base = FilePath.normal(directory), target = FilePath.normal(path)
        return base == "." ? !target.hasPrefix("/") && !target.hasPrefix("..") : isInside(target, base)
    }
}
