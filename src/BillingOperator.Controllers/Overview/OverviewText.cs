using System.Globalization;
using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Controllers.Conditions;
using k8s.Models;

namespace BillingOperator.Controllers.Overview;

/// <summary>An overview as lines of a screen: what is well in a line, what is not with its reason and remedy.</summary>
/// <param name="overview">What is shown.</param>
/// <param name="width">Columns of the screen.</param>
public sealed class OverviewText(ClusterOverview overview, int width)
{
    /// <summary>The lines, from settings to tenants.</summary>
    public IReadOnlyList<OverviewLine> Lines() =>
        [
            .. Part("Billing servers", overview.Settings, settings => settings.SelectMany(OfSettings)),
            new(""),
            .. Part("Billing events", overview.Events, events => events.SelectMany(OfEvent)),
            new(""),
            .. Part("Tenants", overview.Tenants, tenants => new TenantOverview(tenants, Paragraph).Lines()),
        ];

    private IEnumerable<OverviewLine> Part<TEntity>(
        string title,
        Listing<TEntity> listing,
        Func<IReadOnlyList<TEntity>, IEnumerable<OverviewLine>> show
    )
    {
        var where = listing.Namespace is { } name ? $" of namespace {name}" : "";
        yield return new(
            listing.Failure is null
                ? string.Create(CultureInfo.InvariantCulture, $"{title}{where}: {listing.Items.Count}")
                : title,
            OverviewTone.Title
        );
        var lines = listing.Failure is { } failure
            ? Paragraph(2, $"not shown: {failure}", OverviewTone.Plain)
            : show(listing.Items);
        foreach (var line in lines)
        {
            yield return line;
        }
    }

    private IEnumerable<OverviewLine> OfSettings(BillingServerSettings settings)
    {
        var ready = ConditionSet.Find(settings.Status?.Conditions, ConditionTypes.Ready);
        return ready is { Status: "True" }
            ? Paragraph(2, $"{settings.Metadata.Name}: Ready, {settings.Status?.Location}", OverviewTone.Good)
            : NotReady(settings.Metadata.Name, ready);
    }

    private IEnumerable<OverviewLine> OfEvent(BillingEvent billingEvent)
    {
        var (name, status) = (billingEvent.Metadata.Name, billingEvent.Status);
        var ready = ConditionSet.Find(status?.Conditions, ConditionTypes.Ready);
        var isEnabled = billingEvent.Spec.Enabled == true;
        foreach (
            var line in ready is { Status: "True" }
                ? Paragraph(
                    2,
                    $"{name}: {(isEnabled ? "enabled, Ready" : "disabled, nothing runs")}",
                    isEnabled ? OverviewTone.Good : OverviewTone.Plain
                )
                : NotReady(name, ready)
        )
        {
            yield return line;
        }

        var details = new[]
        {
            status?.ActiveRun is { } run ? $"now: {RunText.Of(run)}" : null,
            status?.LastRun is { } last ? $"last: {RunText.Of(last)}" : null,
            status?.NextRunTime is { } next ? $"next: {RunText.Time(next)}" : null,
            ConditionSet.Find(status?.Conditions, ConditionTypes.RequestAccepted) is { Status: "False" } refused
                ? $"request: {refused.Message}"
                : null,
        };
        foreach (var line in details.OfType<string>().SelectMany(detail => Paragraph(4, detail, OverviewTone.Plain)))
        {
            yield return line;
        }
    }

    private IEnumerable<OverviewLine> NotReady(string name, V1Condition? ready) =>
        Paragraph(
            2,
            ready is null
                ? $"{name}: not looked at yet; is the operator running?"
                : $"{name}: not ready, {ready.Reason}: {ready.Message}",
            OverviewTone.Bad
        );

    /// <summary>Breaks a text into lines of the screen, all but the first further in.</summary>
    private IEnumerable<OverviewLine> Paragraph(int indent, string text, OverviewTone tone)
    {
        var line = new string(' ', indent);
        var start = line.Length;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > start && line.Length + 1 + word.Length > width)
            {
                yield return new(line, tone);
                line = new string(' ', indent + 2);
                start = line.Length;
            }
            line += line.Length > start ? $" {word}" : word;
        }
        yield return new(line, tone);
    }
}
