using System.Text.Json.Nodes;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>A program that hands out credentials (<c>users[].user.exec</c>).</summary>
internal sealed record ExecConfiguration
{
    /// <summary>Version of the <c>ExecCredential</c> that the program writes and reads.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The path of the program.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables set for it, beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The cluster as the program is told of it, where <c>provideClusterInfo</c> asks for that.</summary>
    public JsonObject? ClusterInfo { get; init; }
}
