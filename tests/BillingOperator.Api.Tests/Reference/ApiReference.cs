using System.Globalization;
using System.Text;
using BillingOperator.Api.Tests.Schemas;

namespace BillingOperator.Api.Tests.Reference;

/// <summary>Writes <c>docs/api.md</c> from the CRDs, the one source of what is said about the fields.</summary>
internal static class ApiReference
{
    private const string DecidedByOperator = """

        ## Decided by the operator

        An API server from 1.25 on, the operator's status and `billing-operator validate` judge alike, but for what rules in
        a CRD cannot express:

        | What | API server | Status | `validate` |
        |---|---|---|---|
        | Time zone names that are not in the IANA database (`spec.timeZone`) | takes it | refuses it | refuses it |
        | Slots that never come, such as 30 February (`spec.schedule`) | takes it | refuses it | refuses it |
        | PEM blocks that cannot be read, or are no certificates (`spec.s3.caBundle.inline`) | takes it | refuses it | refuses it |
        | Annotations of `billing.pureconnect.io/` that are misspelt | takes it | does not know them | refuses it |
        | Periods that cannot be (`requestedPeriod`) | takes it | `RequestAccepted=False` | refuses it |
        | An id that another tenant has (`spec.tenantId`) | takes it | `DuplicateTenantId` | refuses it among the files that it is given |
        | An id that was changed (`spec.tenantId`) | refuses it | refuses it | cannot know it |
        | Characters that are new in Unicode | refuses those newer than its Go | takes it | takes it |

        An API server before 1.25 knows no rules, and takes whatever has the right types: the status says the rest.

        """;

    public static string Render()
    {
        var text = new StringBuilder(
            """
            # API reference

            The three kinds of `billing.pureconnect.io/v1`, field by field. `kubectl explain tenant.spec --recursive` shows
            the same in a terminal.

            <!-- Written from config/crd by the tests of BillingOperator.Api: UPDATE_DOCS=1 dotnet test tests/BillingOperator.Api.Tests -->

            """
        );
        foreach (var crd in Crd.All)
        {
            AppendKind(text, crd);
        }

        text.Append(DecidedByOperator);
        return text.ToString();
    }

    private static void AppendKind(StringBuilder text, Crd crd)
    {
        var names = crd.Spec["names"]!;
        var scope = (string)crd.Spec["scope"]! == "Cluster" ? "cluster-scoped" : "namespaced";
        AppendLine(text, $"\n## {crd.Kind}\n\n{Escape(crd.Root.Description!)}\n");
        AppendLine(
            text,
            $"Resource `{names["plural"]}` (short `{names["shortNames"]![0]}`, category `{names["categories"]![0]}`), {scope}."
        );

        foreach (var part in crd.Root.Properties.Where(property => property.Name is "spec" or "status"))
        {
            AppendLine(text, $"\n### {crd.Kind} {part.Name}\n\n{Escape(part.Description!)}\n");
            AppendLine(text, "| Field | Type | Meaning |\n|---|---|---|");
            foreach (var field in part.SelfAndDescendants.Skip(1).Where(field => !IsPlainElement(field)))
            {
                AppendLine(text, $"| `{field.Path}` | {DescribeType(field)} | {Escape(field.Description!)} |");
            }
        }

        AppendRules(text, crd);
    }

    private static void AppendRules(StringBuilder text, Crd crd)
    {
        AppendLine(text, $"\n### {crd.Kind} rules\n");
        AppendLine(text, "What an API server from 1.25 on refuses beyond types and limits, and says then:\n");
        foreach (var node in crd.Root.SelfAndDescendants)
        {
            foreach (var rule in node.Rules)
            {
                AppendLine(text, $"- {(node.Path.Length == 0 ? "" : $"`{node.Path}`: ")}{Escape(rule.Message)}");
            }
        }
    }

    /// <summary>Texts in a list or a map need no line of their own.</summary>
    private static bool IsPlainElement(SchemaNode field) => field.Path.EndsWith(']') && field.Type is not "object";

    private static string DescribeType(SchemaNode field)
    {
        var type = field switch
        {
            { IsMap: true } => "map of strings",
            { Type: "array" } => $"list of {field.Element!.Type}s",
            { Format: "date-time" } => "time",
            _ => field.Type!,
        };
        return field.Enum.Count > 0
            ? string.Join(", ", field.Enum.Select(value => $"`{value}`"))
            : type + Limits(field);
    }

    private static string Limits(SchemaNode field) =>
        (Least(field), Most(field)) switch
        {
            (null or 0, { } most) => $", at most {most}",
            ({ } least, { } most) when least == most => $", {least}",
            ({ } least, { } most) => $", {least} to {most}",
            _ => "",
        };

    private static long? Least(SchemaNode field) => field.Number("minimum") ?? field.Number("minLength");

    private static long? Most(SchemaNode field) =>
        field.Number("maximum")
        ?? field.Number("maxLength")
        ?? field.Number("maxItems")
        ?? field.Number("maxProperties");

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static void AppendLine(StringBuilder text, string line) =>
        text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
