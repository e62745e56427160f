using BillingOperator.Api.Events;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Verification;

/// <summary>What a cluster says of an event: its tenants as they are now, and its last run.</summary>
public sealed record BilledEvent
{
    /// <summary>Name of the <c>BillingEvent</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The period of now.</summary>
    public required BillingPeriod Current { get; init; }

    /// <summary>Where the settings of now write to.</summary>
    public required string Location { get; init; }

    /// <summary>Which tenants take part; all where absent.</summary>
    public LabelSelector? Selector { get; init; }

    /// <summary>All tenants; <see langword="null"/> where they may not be read.</summary>
    public IReadOnlyCollection<TenantDeclaration>? Tenants { get; init; }

    /// <summary>The newest ended run; <see langword="null"/> for none.</summary>
    public RunSummary? LastRun { get; init; }

    /// <summary>When the next run is due; <see langword="null"/> where none is.</summary>
    public DateTimeOffset? NextRunTime { get; init; }
}
