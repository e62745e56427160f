namespace BillingOperator.Manifests;

/// <summary>A file that was looked for.</summary>
/// <param name="Name">As it was named, or found in a folder that was; <c>stdin</c> for the standard input.</param>
/// <param name="Bytes">What it holds; <see langword="null"/> if it cannot be read.</param>
public sealed record ManifestFile(string Name, ReadOnlyMemory<byte>? Bytes)
{
    /// <summary>Why it cannot be read, and what to do.</summary>
    public string? Failure { get; init; }

    /// <summary>Why it was left out, and what to do to have it checked.</summary>
    public string? LeftOut { get; init; }

    /// <summary>Whether it was found in a folder: nobody said that all in there are Kubernetes objects.</summary>
    public bool IsFound { get; init; }
}
