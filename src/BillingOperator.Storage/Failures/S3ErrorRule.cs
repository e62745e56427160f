using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Storage.Failures;

/// <summary>What an error code of S3, KMS or STS means here.</summary>
/// <param name="Failure">The reason.</param>
/// <param name="Says">What is wrong, and what to do.</param>
/// <param name="Codes">The error codes, upper and lower case alike.</param>
internal sealed record S3ErrorRule(ObjectStoreFailure Failure, string Says, params string[] Codes);
