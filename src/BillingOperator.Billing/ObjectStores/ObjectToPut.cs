namespace BillingOperator.Billing.ObjectStores;

/// <summary>An object to write.</summary>
/// <param name="Key">The whole key, prefix included.</param>
/// <param name="Content">The bytes.</param>
/// <param name="ContentType">Such as <c>application/json</c>.</param>
/// <param name="Sha256">SHA-256 of the bytes, 32 bytes long; sent along, so that the store can refuse damaged content.</param>
/// <param name="Condition">What must hold for the write to be done.</param>
public sealed record ObjectToPut(
    string Key,
    ReadOnlyMemory<byte> Content,
    string ContentType,
    ReadOnlyMemory<byte> Sha256,
    PutCondition Condition
);
