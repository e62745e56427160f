using System.Text.Json.Nodes;

namespace BillingOperator.Kubernetes.Authentication;

/// <summary>The question.</summary>
/// <param name="Cluster">The cluster, where the plugin asks to be told.</param>
/// <param name="Interactive">Whether the plugin may ask a person.</param>
internal sealed record ExecCredentialSpec(JsonObject? Cluster, bool Interactive);
