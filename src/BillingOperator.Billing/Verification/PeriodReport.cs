using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Verification;

/// <summary>What was found out about one billing period of one event.</summary>
/// <param name="Event">Name of the <c>BillingEvent</c>.</param>
/// <param name="Period">The billing period, such as <c>2026-11</c>.</param>
/// <param name="Findings">All that was found, what is wrong first.</param>
public sealed record PeriodReport(string Event, string Period, IReadOnlyList<Finding> Findings)
{
    /// <summary>The bucket and prefix, or the folder; <see langword="null"/> until somebody says so.</summary>
    public string? Location { get; init; }

    /// <summary>The manifest that was held against the bucket; <see langword="null"/> where there is none.</summary>
    public RunManifest? Manifest { get; init; }

    /// <summary>Its object key.</summary>
    public string? ManifestKey { get; init; }

    /// <summary>SHA-256 of its bytes in lower-case hex.</summary>
    public string? ManifestSha256 { get; init; }

    /// <summary>How many findings there are of a severity.</summary>
    public int Count(FindingSeverity severity) => Findings.Count(finding => finding.Severity == severity);

    /// <summary>The same without the records of the manifest, which take memory.</summary>
    public PeriodReport WithoutRecords() =>
        this with
        {
            Manifest = Manifest is null ? null : Manifest with { Records = [] },
        };

    /// <summary>Whether all was looked at, and nothing is wrong.</summary>
    public bool IsWhole => Findings.All(finding => finding.Severity == FindingSeverity.Note);
}
