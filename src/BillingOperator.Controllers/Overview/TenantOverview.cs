using System.Globalization;
using BillingOperator.Api;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Controllers.Conditions;

namespace BillingOperator.Controllers.Overview;

/// <summary>Tenants by their state: how many, and who is not billed and why.</summary>
internal sealed class TenantOverview(
    IReadOnlyList<Tenant> tenants,
    Func<int, string, OverviewTone, IEnumerable<OverviewLine>> paragraph
)
{
    /// <summary>So many are named, of each group: the screen is to be read at a glance.</summary>
    private const int MostNamed = 5;

    /// <summary>The lines.</summary>
    public IEnumerable<OverviewLine> Lines()
    {
        var seen = tenants.ToLookup(StateOf);
        var billable = seen[State.Uploaded].Count() + seen[State.NotUploaded].Count();
        if (tenants.Count > 0)
        {
            yield return new(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {billable} billable, {seen[State.Uploaded].Count()} of them uploaded; "
                        + $"{seen[State.NotBillable].Count()} not billable; {seen[State.NotReady].Count()} not ready"
                ),
                seen[State.NotReady].Any() ? OverviewTone.Bad : OverviewTone.Good
            );
        }
        var groups = new[]
        {
            (
                "not looked at yet; is the operator running?",
                seen[State.NotSeen],
                ConditionTypes.Ready,
                OverviewTone.Bad
            ),
            ("not ready, and not billed:", seen[State.NotReady], ConditionTypes.Ready, OverviewTone.Bad),
            ("billable, but not uploaded:", seen[State.NotUploaded], ConditionTypes.Uploaded, OverviewTone.Plain),
        };
        foreach (var (title, members, condition, tone) in groups)
        {
            foreach (var line in Group(title, [.. members], condition, tone))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<OverviewLine> Group(
        string title,
        IReadOnlyList<Tenant> members,
        string condition,
        OverviewTone tone
    )
    {
        if (members.Count == 0)
        {
            return [];
        }
        var named = members
            .OrderBy(tenant => tenant.Metadata.NamespaceProperty, StringComparer.Ordinal)
            .ThenBy(tenant => tenant.Metadata.Name, StringComparer.Ordinal)
            .Take(MostNamed)
            .SelectMany(tenant => paragraph(4, Sentence(tenant, condition), tone));
        var others = members.Count - MostNamed;
        var rest =
            others > 0
                ? paragraph(
                    4,
                    string.Create(CultureInfo.InvariantCulture, $"and {others} more: kubectl get bten -A"),
                    tone
                )
                : [];
        return
        [
            .. paragraph(2, string.Create(CultureInfo.InvariantCulture, $"{members.Count} {title}"), tone),
            .. named,
            .. rest,
        ];
    }

    private static string Sentence(Tenant tenant, string type)
    {
        var name = $"{tenant.Metadata.NamespaceProperty}/{tenant.Metadata.Name}";
        return ConditionSet.Find(tenant.Status?.Conditions, type) is { } condition
            ? $"{name}: {condition.Reason}: {condition.Message}"
            : name;
    }

    private static State StateOf(Tenant tenant) =>
        (
            ConditionSet.Find(tenant.Status?.Conditions, ConditionTypes.Ready),
            ConditionSet.Find(tenant.Status?.Conditions, ConditionTypes.Uploaded)
        ) switch
        {
            (null, _) => State.NotSeen,
            ({ Status: not "True" }, _) => State.NotReady,
            ({ Reason: not TenantReasons.Billable }, _) => State.NotBillable,
            (_, { Status: "True" }) => State.Uploaded,
            _ => State.NotUploaded,
        };

    private enum State
    {
        NotSeen,
        NotReady,
        NotBillable,
        NotUploaded,
        Uploaded,
    }
}
