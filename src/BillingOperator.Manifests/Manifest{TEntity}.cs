using BillingOperator.Billing.Validation;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.Manifests;

/// <summary>An object of one class that was read from a file.</summary>
/// <typeparam name="TEntity">The class.</typeparam>
public sealed class Manifest<TEntity> : Manifest
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ManifestKind<TEntity> _kind;

    internal Manifest(ManifestKind<TEntity> kind, TEntity entity, SourceMap map, FieldPath root)
        : base(kind, map, root)
    {
        _kind = kind;
        Entity = entity;
    }

    /// <summary>The object.</summary>
    public TEntity Entity { get; }

    /// <inheritdoc/>
    public override V1ObjectMeta Metadata => Entity.Metadata;

    /// <inheritdoc/>
    public override EntityKey Key => EntityKey.Of(Entity);

    internal override IEnumerable<FieldError> FindErrors() => _kind.FindErrors(Entity);
}
