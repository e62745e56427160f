using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.Storage.Credentials;

namespace BillingOperator.Stores;

/// <summary>The Secrets of the operator's own namespace, as the informer's cache has them.</summary>
internal sealed class ClusterSecrets(IEntityCache<V1Secret> secrets, string ownNamespace) : ISecretReader
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, byte[]>? Read(string name) =>
        secrets.Get(new EntityKey(ownNamespace, name)) is { } secret
            ? secret.Data ?? new Dictionary<string, byte[]>()
            : null;
}
