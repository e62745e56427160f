namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>A request that arrived at a <see cref="FaultProxy" />.</summary>
/// <param name="At">When it arrived, since the proxy's start.</param>
/// <param name="Method">The method, in upper case.</param>
/// <param name="Path">The path as it was sent, escapes and all.</param>
/// <param name="Query">The query as it was sent, with its <c>?</c>, or empty.</param>
public sealed record ProxiedRequest(TimeSpan At, string Method, string Path, string Query)
{
    /// <summary>Whether this is a WATCH of the Kubernetes API.</summary>
    public bool IsWatch => HasParameter("watch", "true") || HasParameter("watch", "1");

    /// <summary>Whether the query holds this parameter with this value, both as they were sent.</summary>
    public bool HasParameter(string name, string value) =>
        Query.TrimStart('?').Split('&').Contains($"{name}={value}", StringComparer.Ordinal);
}
