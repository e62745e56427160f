namespace BillingOperator.Api.Settings;

/// <summary>One key of a Secret in the operator's own namespace.</summary>
public sealed record SecretKeyRef
{
    /// <summary>Name of the Secret.</summary>
    public string? Name { get; init; }

    /// <summary>Key in the Secret.</summary>
    public string? Key { get; init; }
}
