using k8s.Models;

namespace BillingOperator.Api.Settings;

/// <summary>What the operator saw of the billing server.</summary>
public sealed record BillingServerSettingsStatus
{
    /// <summary>The generation of the spec that was looked at.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary><c>Ready</c>, with one reason a failure; <c>Stalled</c> while the settings are invalid.</summary>
    public IReadOnlyList<V1Condition>? Conditions { get; init; }

    /// <summary>Where records go, such as <c>s3://bucket/prefix</c>.</summary>
    public string? Location { get; init; }

    /// <summary>The value of the annotation <c>takeOver</c> that was carried out: it takes nothing over any more.</summary>
    public string? TakenOver { get; init; }
}
