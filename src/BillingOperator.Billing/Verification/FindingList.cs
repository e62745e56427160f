using System.Collections.Concurrent;
using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Verification;

/// <summary>Takes findings in, from several threads, each with the remedy that fits the period.</summary>
internal sealed class FindingList(BucketLayout layout)
{
    private readonly ConcurrentQueue<Finding> _findings = new();

    private string Again =>
        $"run the period again: billing-operator request {layout.Event} --period {layout.Period}, or without a cluster "
        + $"billing-operator run --event {layout.Event} --period {layout.Period}";

    /// <summary>All findings: what is wrong before what is good to know, the whole before its parts, by key.</summary>
    public IReadOnlyList<Finding> Sorted() =>
        [
            .. _findings
                .Distinct()
                .OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.Kind)
                .ThenBy(finding => finding.Key, StringComparer.Ordinal)
                .ThenBy(finding => finding.TenantId, StringComparer.Ordinal),
        ];

    /// <summary>Takes in what was found before.</summary>
    public void AddAll(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            _findings.Enqueue(finding);
        }
    }

    /// <summary>Takes a finding in.</summary>
    public void Add(FindingKind kind, string message, string? key = null, string? tenant = null) =>
        _findings.Enqueue(new Finding(kind, message, RemedyOf(kind)) { Key = key, TenantId = tenant });

    private string? RemedyOf(FindingKind kind) =>
        kind switch
        {
            FindingKind.NothingCommitted => $"do not bill from it; wait for the run that goes on, or {Again}",
            FindingKind.PointerDamaged => $"find out who changed it, then delete it and {Again}",
            FindingKind.PointerMissing
            or FindingKind.PointerBehind
            or FindingKind.ManifestMissing
            or FindingKind.RecordMissing => Again,
            FindingKind.ManifestDamaged => $"find out who changed it, then {Again}",
            FindingKind.TableMissing
            or FindingKind.TableDamaged
            or FindingKind.RowMissing
            or FindingKind.RowUnexpected
            or FindingKind.RowDiffers => $"do not bill from the table, the records count; {Again}",
            FindingKind.RecordDamaged or FindingKind.RecordForeign =>
                $"find out who changed it, then delete it and {Again}",
            FindingKind.RecordUnexpected =>
                "do not bill from it: a run that goes on or was broken off stored it, or somebody else did; find out, and "
                    + "delete it where no run goes on",
            FindingKind.ObjectUnexpected => "find out who put it there, and move it out of the period's folder",
            FindingKind.StatusDiffers => $"find out who changed the bucket, then {Again}",
            FindingKind.TenantNotBilled => $"start a run: billing-operator request {layout.Event}",
            FindingKind.TenantBilledUnduly =>
                $"the next run leaves it out; start one where it is not to wait: billing-operator request {layout.Event}",
            FindingKind.NewerSchema => "verify it with the version of the program that wrote it, or a newer one",
            FindingKind.ManifestUnproved =>
                "hold the manifest's SHA-256 against that of the event's status (status.lastRun.manifestSha256)",
            FindingKind.RunBrokenOff => "do not bill from it",
            _ => null,
        };
}
