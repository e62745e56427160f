namespace BillingOperator.Billing.Verification;

/// <summary>An object that was read, or what keeps it from being read.</summary>
/// <param name="Content">Its bytes; <see langword="null"/> where it could not be read, or is not there.</param>
/// <param name="IsMissing">Whether the store says that it is not there.</param>
internal readonly record struct FoundObject(ReadOnlyMemory<byte>? Content, bool IsMissing);
