using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Billing.Validation;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.Manifests;

/// <summary>A kind of objects, by its class.</summary>
/// <typeparam name="TEntity">The class; its attributes say name and scope.</typeparam>
/// <param name="type">How its objects are read.</param>
/// <param name="findErrors">The operator's rules for one of them.</param>
internal sealed class ManifestKind<TEntity>(
    JsonTypeInfo<TEntity> type,
    Func<TEntity, IEnumerable<FieldError>> findErrors
) : ManifestKind(Declaration.Kind, Scope == EntityScope.Namespaced, type)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private static KubernetesEntityAttribute Declaration { get; } =
        typeof(TEntity).GetCustomAttribute<KubernetesEntityAttribute>()!;

    private static EntityScope Scope { get; } =
        typeof(TEntity).GetCustomAttribute<EntityScopeAttribute>()?.Scope ?? EntityScope.Namespaced;

    /// <inheritdoc/>
    public override Manifest<TEntity> Read(JsonObject json, SourceMap map, FieldPath root) =>
        new(this, json.Deserialize(type)!, map, root);

    /// <summary>Every error of an object by the operator's rules.</summary>
    public IEnumerable<FieldError> FindErrors(TEntity entity) => findErrors(entity);
}
