namespace BillingOperator.Api.Events;

/// <summary>Names a <c>BillingServerSettings</c>.</summary>
public sealed record ServerSettingsRef
{
    /// <summary>Its name; <c>default</c> where absent.</summary>
    public string? Name { get; init; }
}
