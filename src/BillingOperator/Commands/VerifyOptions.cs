using BillingOperator.Storage;

namespace BillingOperator.Commands;

/// <summary>What the command <c>verify</c> is asked to do.</summary>
internal sealed record VerifyOptions
{
    /// <summary>The bucket or folder to look at.</summary>
    public BucketAddress? Bucket { get; init; }

    /// <summary>The one event to look at; <see langword="null"/> for all.</summary>
    public string? Event { get; init; }

    /// <summary>The one period to look at; <see langword="null"/> for all.</summary>
    public string? Period { get; init; }

    /// <summary>Parallel reads.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Whether the result is for programs.</summary>
    public bool IsJson { get; init; }
}
