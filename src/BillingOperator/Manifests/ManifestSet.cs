using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;

namespace BillingOperator.Manifests;

/// <summary>What was found in files, in the order in which it stands there.</summary>
public sealed record ManifestSet
{
    /// <summary>The tenants.</summary>
    public required IReadOnlyList<Manifest<Tenant>> Tenants { get; init; }

    /// <summary>The billing servers.</summary>
    public required IReadOnlyList<Manifest<BillingServerSettings>> Settings { get; init; }

    /// <summary>The billing processes.</summary>
    public required IReadOnlyList<Manifest<BillingEvent>> Events { get; init; }

    /// <summary>What could not be read as it was written. An object with such a fault is here without the faulty part.</summary>
    public required IReadOnlyList<ManifestProblem> Problems { get; init; }

    /// <summary>How many objects of other kinds were passed over.</summary>
    public required int PassedOver { get; init; }
}
