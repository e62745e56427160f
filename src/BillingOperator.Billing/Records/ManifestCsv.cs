namespace BillingOperator.Billing.Records;

/// <summary>The table of a run.</summary>
/// <param name="Key">Its object key.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Rows">Its rows, without the header.</param>
/// <param name="Sha256">SHA-256 of its bytes in lower-case hex.</param>
public sealed record ManifestCsv(string Key, long Bytes, int Rows, string Sha256);
