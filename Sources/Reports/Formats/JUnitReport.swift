internal import Diagnostics
public import Plans

/// The plan as tests: a suite for each stack, a case for each resource, which fails where something would change. The
/// diff is the failure's text.
public enum JUnitReport {
    public static func render(_ plan: Plan) -> String {
        let plan = plan.masked
        let items = PlanItem.all(of: plan)
        let name = "plumb " + (plan.purpose == .drift ? "drift" : "plan")
        let stacks = Set(items.map(\.step.stack) + plan.unchanged.map(Address.stack) + plan.stacks.map(\.name)).sorted()
        let aside = Dictionary(grouping: AsideRow.all(of: plan)) { Address.stack(of: $0.address) }
        let foreign = ForeignRow.all(of: plan)
        let told = plan.aside.count + foreign.count
        let skipped = told + plan.checks.count - plan.refusals.count
        let all = items.count + plan.unchanged.count + told + plan.checks.count
        let failures = items.count + plan.refusals.count
        var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        out +=
            "<testsuites name=\"\(name)\" tests=\"\(all)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\">\n"
        for stack in stacks {
            let own = items.filter { $0.step.stack == stack }
            let calm = plan.unchanged.filter { Address.stack(of: $0) == stack }.sorted()
            let besides = aside[stack] ?? []
            let guests = foreign.filter { $0.group == .object && Address.stack(of: $0.address) == stack }
            let aside = besides.count + guests.count
            out += "  <testsuite name=\"\(escaped(stack))\" tests=\"\(own.count + calm.count + aside)\" "
            out += "failures=\"\(own.count)\" errors=\"0\" skipped=\"\(aside)\">\n"
            out += properties(plan, stack)
            for item in own { out += failure(item) }
            for address in calm {
                out += "    <testcase classname=\"\(escaped(stack))\" "
                out += "name=\"\(escaped(String(address.dropFirst(stack.count + 1))))\"/>\n"
            }
            for row in besides { out += self.skipped(row, stack) }
            for row in guests {
                out += self.skipped("\(row.address.dropFirst(stack.count + 1)) \(row.what)", row.group.title, stack)
            }
            out += "  </testsuite>\n"
        }
        for row in foreign where row.group == .stack {
            out +=
                "  <testsuite name=\"\(escaped(row.address))\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\">\n"
            out += self.skipped(row.what, row.group.title, row.address) + "  </testsuite>\n"
        }
        return out + CheckMarkup.junit(plan) + "</testsuites>\n"
    }

    private static func failure(_ item: PlanItem) -> String {
        let step = item.step
        var out = "    <testcase classname=\"\(escaped(step.stack))\" name=\"\(escaped(step.logicalID))\""
        if let span = step.span { out += " file=\"\(escaped(span.file))\" line=\"\(span.start.line)\"" }
        let title = "\(item.symbol) \(step.address) \(step.type) \(item.physicalID ?? "")"
        let lines = item.kind == .delete ? [] : DiffLines.text(for: item)
        out += ">\n      <failure type=\"\(item.kind.word)\" message=\"\(escaped(item.because))\">"
        return out + ([title] + lines).map(escaped).joined(separator: "\n") + "</failure>\n    </testcase>\n"
    }

    /// What a drift report has compared.
    private static func properties(_ plan: Plan, _ stack: String) -> String {
        guard plan.purpose == .drift, let summary = plan.stacks.first(where: { $0.name == stack }) else { return "" }
        let values = zip(["compared", "not-readable", "not-supported", "set-aside"], plan.coverage(of: summary))
        return "    <properties>\n"
            + values.map { "      <property name=\"\($0)\" value=\"\($1)\"/>\n" }.joined() + "    </properties>\n"
    }

    private static func skipped(_ row: AsideRow, _ stack: String) -> String {
        let name = String(row.address.dropFirst(stack.count + 1))
        let why = row.why.isEmpty ? row.group.title : "\(row.group.title): \(row.why)"
        return skipped("\(name) \(row.what)", why, stack)
    }

    private static func skipped(_ name: String, _ why: String, _ stack: String) -> String {
        "    <testcase classname=\"\(escaped(stack))\" name=\"\(escaped(name))\">\n"
            + "      <skipped message=\"\(escaped(why))\"/>\n    </testcase>\n"
    }

    /// XML text or attribute; what XML 1.0 cannot hold is a visible escape.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in Printable.text(text).unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case _ where scalar.value & 0xfffe == 0xfffe: out += "\\u" + String(scalar.value, radix: 16)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
