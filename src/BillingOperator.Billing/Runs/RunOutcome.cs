using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Runs;

/// <summary>A committed run.</summary>
public sealed record RunOutcome
{
    /// <summary>The commit, as it is in the bucket.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>Its object key.</summary>
    public required string ManifestKey { get; init; }

    /// <summary>SHA-256 of its bytes in lower-case hex; <see langword="null"/> where an earlier commit may not be read.</summary>
    public required string? ManifestSha256 { get; init; }

    /// <summary>Ids of the tenants whose records this try stored; the other records were there already.</summary>
    public required IReadOnlySet<string> UploadedTenants { get; init; }

    /// <summary>How many records were there already.</summary>
    public int AlreadyThere => Manifest.Records.Count - UploadedTenants.Count;

    /// <summary>Why <c>latest.json</c> does not point at this run, with the remedy; <see langword="null"/> where nothing is wrong.</summary>
    public string? PointerFailure { get; init; }

    /// <summary>Why the bucket could not be listed, so that each record was put; <see langword="null"/> where it could.</summary>
    public string? ListingFailure { get; init; }

    /// <summary>Whether an earlier try, or another replica, had committed it.</summary>
    public bool IsAdopted { get; init; }
}
