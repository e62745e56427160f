using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Runs;

/// <summary>The records of a run, all stored.</summary>
/// <param name="Records">All of them, sorted by tenant id.</param>
/// <param name="NewTenants">Ids of the tenants whose records had to be put.</param>
/// <param name="ListingFailure">Why the bucket could not be listed; <see langword="null"/> where it could.</param>
internal sealed record UploadedRecords(
    IReadOnlyList<ManifestRecord> Records,
    IReadOnlySet<string> NewTenants,
    string? ListingFailure
);
