namespace BillingOperator.Billing.ObjectStores;

/// <summary>What is known of an object that may have been written by an earlier try.</summary>
internal abstract record FindResult;

/// <summary>It is there.</summary>
internal sealed record Found(RetrievedObject Object) : FindResult;

/// <summary>It is not there.</summary>
internal sealed record Missing : FindResult;

/// <summary>
/// The credentials may not read it. Amazon S3 says so also of what is not there, where listing is not allowed either.
/// </summary>
internal sealed record Unreadable : FindResult;
