using BillingOperator.Storage;

namespace BillingOperator.Commands;

/// <summary>What the command <c>verify</c> is asked to do.</summary>
internal sealed record VerifyOptions
{
    /// <summary>The bucket or folder to look at; <see langword="null"/> for those of a cluster's settings.</summary>
    public BucketAddress? Bucket { get; init; }

    /// <summary>The one event to look at; <see langword="null"/> for all.</summary>
    public string? Event { get; init; }

    /// <summary>
    /// The one period to look at; <see langword="null"/> for all of a bucket, and of a cluster for what was billed last and
    /// what is to be billed now.
    /// </summary>
    public string? Period { get; init; }

    /// <summary>Whether all periods are to be looked at, also of a cluster's settings.</summary>
    public bool IsAllPeriods { get; init; }

    /// <summary>The namespace with the Secrets that settings name.</summary>
    public required string OperatorNamespace { get; init; }

    /// <summary>Certificates in PEM in the place of the Secret that settings name.</summary>
    public string? CaBundle { get; init; }

    /// <summary>Parallel reads.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Whether the result is for programs.</summary>
    public bool IsJson { get; init; }
}
