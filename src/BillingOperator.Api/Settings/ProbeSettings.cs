namespace BillingOperator.Api.Settings;

/// <summary>How often the operator proves that a write works.</summary>
public sealed record ProbeSettings
{
    /// <summary>Time between two probes as a Go duration, such as <c>5m</c> (the default) or <c>1h30m</c>.</summary>
    public string? Interval { get; init; }

    /// <summary>Whether to probe at all; <see langword="true"/> where absent.</summary>
    public bool? Enabled { get; init; }
}
