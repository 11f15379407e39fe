/// The intrinsic functions by the name of their long form.
enum FunctionName: String, CaseIterable {
    case ref = "Ref"
    case condition = "Condition"
    case getAtt = "Fn::GetAtt"
    case sub = "Fn::Sub"
    case join = "Fn::Join"
    case select = "Fn::Select"
    case split = "Fn::Split"
    case choose = "Fn::If"
    case and = "Fn::And"
    case or = "Fn::Or"
    case not = "Fn::Not"
    case equals = "Fn::Equals"
    case findInMap = "Fn::FindInMap"
    case getAZs = "Fn::GetAZs"
    case cidr = "Fn::Cidr"
    case base64 = "Fn::Base64"
    case importValue = "Fn::ImportValue"
    case toJSONString = "Fn::ToJsonString"
    case length = "Fn::Length"
    case transform = "Fn::Transform"
    case contains = "Fn::Contains"
    case eachMemberEquals = "Fn::EachMemberEquals"
    case eachMemberIn = "Fn::EachMemberIn"
    case refAll = "Fn::RefAll"
    case valueOf = "Fn::ValueOf"
    case valueOfAll = "Fn::ValueOfAll"

    /// From a tag: `!GetAtt`, `!Ref`.
    init?(tag: String) {
        guard tag.hasPrefix("!") else { return nil }
        let name = String(tag.dropFirst())
        guard let found = FunctionName(rawValue: name) ?? FunctionName(rawValue: "Fn::" + name) else { return nil }
        self = found
    }

    /// How a call is written, for help.
    var form: String {
        switch self {
        case .ref: "form: !Ref NAME"
        case .condition: "form: !Condition NAME"
        case .getAtt: "form: !GetAtt RESOURCE.ATTRIBUTE or [RESOURCE, ATTRIBUTE]"
        case .sub: "form: !Sub TEXT or [TEXT, {VARIABLE: VALUE}]"
        case .join: "form: !Join [SEPARATOR, [VALUE, …]]"
        case .select: "form: !Select [INDEX, LIST]"
        case .split: "form: !Split [SEPARATOR, TEXT]"
        case .choose: "form: !If [CONDITION, VALUE-IF-TRUE, VALUE-IF-FALSE]"
        case .and, .or: "form: \(rawValue): [CONDITION, CONDITION, …] with 2 to 10 conditions"
        case .not: "form: !Not [CONDITION]"
        case .equals: "form: !Equals [VALUE, VALUE]"
        case .findInMap: "form: !FindInMap [MAP, TOP-LEVEL-KEY, SECOND-LEVEL-KEY]"
        case .getAZs: "form: !GetAZs REGION, where '' is the stack's region"
        case .cidr: "form: !Cidr [BLOCK, COUNT, HOST-BITS]"
        case .base64: "form: !Base64 TEXT"
        case .importValue: "form: !ImportValue EXPORT-NAME"
        case .toJSONString: "form: Fn::ToJsonString: OBJECT-OR-LIST"
        case .length: "form: Fn::Length: LIST"
        case .transform: "form: Fn::Transform: {Name: MACRO, Parameters: {…}}"
        case .contains: "form: Fn::Contains: [LIST, VALUE]"
        case .eachMemberEquals: "form: Fn::EachMemberEquals: [LIST, VALUE]"
        case .eachMemberIn: "form: Fn::EachMemberIn: [LIST, LIST]"
        case .refAll: "form: Fn::RefAll: PARAMETER-TYPE"
        case .valueOf: "form: Fn::ValueOf: [PARAMETER, ATTRIBUTE]"
        case .valueOfAll: "form: Fn::ValueOfAll: [PARAMETER-TYPE, ATTRIBUTE]"
        }
    }
}
