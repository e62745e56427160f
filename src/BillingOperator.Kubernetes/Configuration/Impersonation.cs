namespace BillingOperator.Kubernetes.Configuration;

/// <summary>Acts as somebody else; the configured user needs the right to <c>impersonate</c> them.</summary>
public sealed record Impersonation
{
    /// <summary>The user to act as, such as <c>system:serviceaccount:billing:operator</c>.</summary>
    public required string User { get; init; }

    /// <summary>The groups to act in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The UID to act with (API server 1.22 and newer).</summary>
    public string? Uid { get; init; }

    /// <summary>Extra fields of the user, each with its values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();
}
