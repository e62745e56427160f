namespace BillingOperator.Billing.Records;

/// <summary>A record, ready to be stored.</summary>
/// <param name="TenantId">Whose record it is.</param>
/// <param name="Key">Its whole object key.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Hash">SHA-256 of the bytes, 32 bytes long.</param>
/// <param name="Sha256">The same in lower-case hex.</param>
public sealed record RenderedRecord(
    string TenantId,
    string Key,
    ReadOnlyMemory<byte> Content,
    ReadOnlyMemory<byte> Hash,
    string Sha256
);
