using System.Globalization;
using BillingOperator.Api.Events;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Verification;

/// <summary>
/// Holds what a cluster says of an event against what was found in the bucket: the status against the manifest, and for the
/// current period the records that the tenants of now come to against those that the manifest names.
/// </summary>
public sealed class ClusterComparison(BilledEvent billed)
{
    /// <summary>Adds what the cluster knows to the report of a period.</summary>
    public PeriodReport Compare(PeriodReport report)
    {
        if (report.Manifest is not { } manifest)
        {
            return report;
        }
        var findings = new FindingList(LayoutOf(report.Period));
        CompareStatus(report, manifest, findings);
        if (billed.Tenants is { } tenants && report.Period == billed.Current.Id)
        {
            var selection = TenantSelection.Of(tenants, billed.Selector);
            CompareTenants(selection, manifest, findings);
            // Who is invalid now is what counts; the manifest tells of then.
            findings.AddAll(report.Findings.Where(finding => finding.Kind != FindingKind.TenantSkipped));
        }
        else
        {
            findings.AddAll(report.Findings);
        }
        return report with { Findings = findings.Sorted() };
    }

    /// <summary>The report of a period of which nothing is in the bucket.</summary>
    public PeriodReport OfNothing(string period)
    {
        var findings = new FindingList(LayoutOf(period));
        if (LastRunOf(period) is { } run)
        {
            findings.Add(
                FindingKind.StatusDiffers,
                $"status.lastRun names run {run.Id}, and nothing of this period is there"
            );
        }
        else
        {
            var next = billed.NextRunTime is { } due
                ? $"the next run is due at {due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}"
                : "no run is due";
            findings.Add(FindingKind.NotYetBilled, $"nothing of this period is there yet; {next}");
        }
        return new PeriodReport(billed.Name, period, findings.Sorted());
    }

    private BucketLayout LayoutOf(string period) => new(null, billed.Name, period);

    private RunSummary? LastRunOf(string period) =>
        billed.LastRun is { State: RunState.Succeeded } run
        && run.BillingPeriod == period
        && run.Location == billed.Location
            ? run
            : null;

    private void CompareStatus(PeriodReport report, RunManifest manifest, FindingList findings)
    {
        if (LastRunOf(report.Period) is not { } run)
        {
            return;
        }
        if (run.Id == manifest.RunId && run.ManifestSha256 is { } sha256 && sha256 != report.ManifestSha256)
        {
            findings.Add(
                FindingKind.StatusDiffers,
                $"has the SHA-256 {report.ManifestSha256}, and status.lastRun says {sha256}",
                report.ManifestKey
            );
        }
        else if (run.Id != manifest.RunId && run.Slot > manifest.Slot)
        {
            findings.Add(
                FindingKind.StatusDiffers,
                $"status.lastRun names run {run.Id}, and the newest one in the bucket is {manifest.RunId}",
                report.ManifestKey
            );
        }
    }

    private void CompareTenants(TenantSelection selection, RunManifest manifest, FindingList findings)
    {
        var open = new Dictionary<string, string>(manifest.Records.Count, StringComparer.Ordinal);
        foreach (var record in manifest.Records)
        {
            open[record.TenantId] = record.Sha256;
        }
        foreach (var tenant in selection.Expected)
        {
            if (!open.Remove(tenant.TenantId, out var sha256))
            {
                AddWithoutRecord(tenant, manifest, findings);
            }
            else if (RecordRenderer.HashOf(RecordRenderer.Describe(tenant, billed.Current)) != sha256)
            {
                var message = $"tenant {NameOf(tenant)} has changed since the run; the next run uploads it";
                findings.Add(FindingKind.TenantChanged, message, tenant: tenant.TenantId);
            }
        }
        foreach (var id in open.Keys)
        {
            var message = $"tenant {id} has a record, and {WhyNot(id)}";
            findings.Add(FindingKind.TenantBilledUnduly, message, tenant: id);
        }
        foreach (var state in selection.Skipped)
        {
            var message = $"tenant {NameOf(state.Tenant)} is left out: {state.Reason}: {state.Message}";
            findings.Add(FindingKind.TenantInvalid, message, tenant: state.Tenant.TenantId);
        }
    }

    private static void AddWithoutRecord(TenantDeclaration tenant, RunManifest manifest, FindingList findings)
    {
        var since =
            tenant.CreatedAt > manifest.CommittedAt ? "was created since the run"
            : manifest.Skipped.Any(one => (one.Namespace, one.Name) == (tenant.Namespace, tenant.Name))
                ? "was left out by the run and is valid now"
            : null;
        if (since is not null)
        {
            var message = $"tenant {NameOf(tenant)} {since}; the next run uploads it";
            findings.Add(FindingKind.TenantChanged, message, tenant: tenant.TenantId);
        }
        else
        {
            var message = $"tenant {NameOf(tenant)} is to be billed, and has no record";
            findings.Add(FindingKind.TenantNotBilled, message, tenant: tenant.TenantId);
        }
    }

    private string WhyNot(string id)
    {
        var claimants = billed.Tenants!.Where(tenant => tenant.ClaimedId() == id).ToList();
        if (TenantIdentity.HolderAmong(claimants) is not { } holder)
        {
            return "there is no such tenant any more";
        }
        var state = TenantState.Among(holder, claimants);
        return !LabelSelectorMatcher.Matches(billed.Selector, holder.Labels)
                ? $"the event does not select {NameOf(holder)}"
            : state.IsValid ? $"{NameOf(holder)} is not billable"
            : $"{NameOf(holder)} is not valid: {state.Message}";
    }

    private static string NameOf(TenantDeclaration tenant) => $"{tenant.Namespace}/{tenant.Name}";
}
