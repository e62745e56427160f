namespace BillingOperator.Billing.ObjectStores;

/// <summary>An object, as a listing shows it.</summary>
/// <param name="Key">The whole key, prefix included.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Md5">MD5 of the bytes in lower-case hex, where the listing is known to tell it.</param>
public readonly record struct StoredObject(string Key, long Size, string? Md5);
