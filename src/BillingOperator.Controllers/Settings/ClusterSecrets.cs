using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.Storage.Credentials;
using k8s.Models;

namespace BillingOperator.Controllers.Settings;

/// <summary>The Secrets of the operator's own namespace, as the informer's cache has them.</summary>
internal sealed class ClusterSecrets(IEntityCache<V1Secret> secrets, OperatorIdentity self) : ISecretReader
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, byte[]>? Read(string name) =>
        secrets.Get(new EntityKey(self.Namespace, name)) is { } secret
            ? (secret.Data ?? new Dictionary<string, byte[]>()).AsReadOnly()
            : null;
}
