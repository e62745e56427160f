namespace BillingOperator.Billing.ObjectStores;

/// <summary>An object, read whole.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="ETag">The store's tag of this content, for <see cref="PutCondition.IfMatch"/>.</param>
public sealed record RetrievedObject(ReadOnlyMemory<byte> Content, string ETag);
