namespace BillingOperator.Billing.Records;

/// <summary>A stored record.</summary>
/// <param name="TenantId">Whose record it is.</param>
/// <param name="Key">Its object key.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its bytes in lower-case hex.</param>
public sealed record ManifestRecord(string TenantId, string Key, long Bytes, string Sha256);
