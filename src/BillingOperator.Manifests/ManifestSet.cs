using BillingOperator.Api.Tenants;
using k8s;
using k8s.Models;

namespace BillingOperator.Manifests;

/// <summary>What was found in files.</summary>
public sealed record ManifestSet
{
    /// <summary>The objects of ours, in the order in which they stand there.</summary>
    public required IReadOnlyList<Manifest> Manifests { get; init; }

    /// <summary>What could not be read as it was written. An object with such an error is here without the faulty part.</summary>
    public required IReadOnlyList<ManifestFinding> Findings { get; init; }

    /// <summary>What could not be read at all: files and folders, each with the cause.</summary>
    public required IReadOnlyList<ManifestFinding> Unreadable { get; init; }

    /// <summary>What was left out in folders, such as links to other folders.</summary>
    public required IReadOnlyList<ManifestFinding> LeftOut { get; init; }

    /// <summary>How many objects of other kinds were passed over.</summary>
    public required int PassedOver { get; init; }

    /// <summary>How many there are of each kind, by what one of them is called in a sentence.</summary>
    public IEnumerable<(string Noun, int Count)> Counts =>
        ManifestKinds.All.Select(kind => (kind.Noun, Manifests.Count(manifest => manifest.Kind == kind)));

    /// <summary>Where each tenant is declared, <c>file:line</c>, by its namespace and name.</summary>
    public IReadOnlyDictionary<(string Namespace, string Name), string> PlacesOfTenants() =>
        Of<Tenant>()
            .DistinctBy(tenant => tenant.Key)
            .ToDictionary(tenant => (tenant.Key.Namespace ?? "", tenant.Key.Name), tenant => tenant.Place);

    /// <summary>The objects of one class.</summary>
    public IReadOnlyList<Manifest<TEntity>> Of<TEntity>()
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => [.. Manifests.OfType<Manifest<TEntity>>()];
}
