using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Verification;

/// <summary>A manifest that was read from the bucket.</summary>
/// <param name="Manifest">What it says.</param>
/// <param name="Key">Where it is.</param>
/// <param name="Sha256">SHA-256 of its bytes in lower-case hex.</param>
internal sealed record CommittedRun(RunManifest Manifest, string Key, string Sha256);
