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

    /// <summary>What could not be read at all: files and folders, each with the cause.</summary>
    public required IReadOnlyList<ManifestProblem> Unreadable { get; init; }

    /// <summary>Whether there is nothing of ours.</summary>
    public bool IsEmpty => Tenants.Count + Settings.Count + Events.Count == 0;

    /// <summary>How many objects of other kinds were passed over.</summary>
    public required int PassedOver { get; init; }
}
