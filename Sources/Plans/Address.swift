/// What `stack/LogicalId` is made of; nested stacks have slashes in their logical ids.
public enum Address {
    public static func stack(of address: String) -> String { String(address.prefix { $0 != "/" }) }
    public static func logicalID(of address: String) -> String { String(address.drop { $0 != "/" }.dropFirst()) }
}
