using BillingOperator.Billing.Records;
using BillingOperator.Billing.Runs;

namespace BillingOperator.Billing.Verification;

/// <summary>What is verified.</summary>
public sealed record VerificationScope
{
    /// <summary>What all keys start with; <see langword="null"/> or empty for the whole store.</summary>
    public string? Prefix { get; init; }

    /// <summary>Name of the <c>BillingEvent</c>; <see langword="null"/> for all.</summary>
    public string? Event { get; init; }

    /// <summary>The billing period, such as <c>2026-11</c>; <see langword="null"/> for all.</summary>
    public string? Period { get; init; }

    /// <summary>Parallel reads.</summary>
    public int Concurrency { get; init; } = RunSpec.DefaultConcurrency;

    /// <summary>Whether a key belongs to it.</summary>
    internal bool Includes(BucketKey key) =>
        (Event is null || key.Event == Event) && (Period is null || key.Period == Period);
}
