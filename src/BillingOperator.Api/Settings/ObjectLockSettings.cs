namespace BillingOperator.Api.Settings;

/// <summary>S3 Object Lock on every object.</summary>
public sealed record ObjectLockSettings
{
    /// <summary><c>GOVERNANCE</c> or <c>COMPLIANCE</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Days from the write; 1–36500.</summary>
    public int? RetainDays { get; init; }
}
