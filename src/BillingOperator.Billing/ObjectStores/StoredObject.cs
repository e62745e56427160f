namespace BillingOperator.Billing.ObjectStores;

/// <summary>An object, as a listing shows it.</summary>
/// <param name="Key">The whole key, prefix included.</param>
/// <param name="Size">Length in bytes; <see langword="null"/> where the listing does not tell it.</param>
/// <param name="Md5">
/// What may be the MD5 of the bytes, in lower-case hex: an ETag that looks like one. If it is the right one the bytes are
/// right; if not, nothing is proved (SSE-KMS, a bucket's default encryption, a store with ETags of its own).
/// </param>
public readonly record struct StoredObject(string Key, long? Size, string? Md5);
