namespace BillingOperator.Billing.Verification;

/// <summary>One thing that was found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Message">What is wrong, or good to know, without the remedy.</param>
/// <param name="Remedy">What to do; <see langword="null"/> where there is nothing to do, or the message says it.</param>
public sealed record Finding(FindingKind Kind, string Message, string? Remedy)
{
    /// <summary>The object; <see langword="null"/> where it is about none.</summary>
    public string? Key { get; init; }

    /// <summary>The tenant; <see langword="null"/> where it is about none.</summary>
    public string? TenantId { get; init; }

    /// <summary>What it means.</summary>
    public FindingSeverity Severity =>
        Kind switch
        {
            FindingKind.RunBrokenOff
            or FindingKind.TenantSkipped
            or FindingKind.TenantInvalid
            or FindingKind.TenantChanged
            or FindingKind.NotYetBilled
            or FindingKind.ManifestNote
            or FindingKind.ManifestUnproved => FindingSeverity.Note,
            FindingKind.Unreadable or FindingKind.NewerSchema => FindingSeverity.Unchecked,
            _ => FindingSeverity.Difference,
        };
}
