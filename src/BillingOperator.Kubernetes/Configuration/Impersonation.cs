namespace BillingOperator.Kubernetes.Configuration;

/// <summary>Acts as somebody else; the configured user needs the right to <c>impersonate</c> them.</summary>
/// <remarks>
/// One group, and one value of each extra field: the API server takes more only as headers that come several times, and
/// .NET joins such headers into one.
/// </remarks>
public sealed record Impersonation
{
    /// <summary>The user to act as, such as <c>system:serviceaccount:billing:operator</c>.</summary>
    public required string User { get; init; }

    /// <summary>The group to act in, beside those that the server adds by itself; <see langword="null"/> for none.</summary>
    public string? Group { get; init; }

    /// <summary>The UID to act with (API server 1.22 and newer).</summary>
    public string? Uid { get; init; }

    /// <summary>Extra fields of the user.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();
}
