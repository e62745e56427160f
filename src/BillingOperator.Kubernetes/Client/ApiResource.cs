using System.Reflection;
using System.Text;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Kubernetes.Client;

/// <summary>The paths under which the API server keeps the objects of one class.</summary>
internal sealed class ApiResource(KubernetesEntityAttribute entity, EntityScope scope)
{
    private readonly string _root = entity.Group.Length == 0 ? "/api" : $"/apis/{entity.Group}";

    public string Kind => entity.Kind;

    public string GroupVersion { get; } =
        entity.Group.Length == 0 ? entity.ApiVersion : $"{entity.Group}/{entity.ApiVersion}";

    /// <summary>The resource of a class, by its <see cref="KubernetesEntityAttribute"/>.</summary>
    public static ApiResource Of<TEntity>() =>
        Cache<TEntity>.Resource ??=
            Find(typeof(TEntity))
            ?? throw new InvalidOperationException(
                $"{typeof(TEntity)} has no [KubernetesEntity] that says where it lives."
            );

    /// <summary>The resource of a class; <see langword="null"/> where it is no kind of object.</summary>
    public static ApiResource? Find(Type type) =>
        type.GetCustomAttribute<KubernetesEntityAttribute>() is { } entity
            ? new ApiResource(entity, ScopeOf(type))
            : null;

    /// <summary>The path of all objects, in one namespace or everywhere.</summary>
    public string Collection(string? @namespace)
    {
        var path = new StringBuilder(_root).Append('/').Append(entity.ApiVersion);
        if (@namespace is not null)
        {
            path.Append("/namespaces/").Append(Uri.EscapeDataString(@namespace));
        }

        return path.Append('/').Append(entity.PluralName).ToString();
    }

    /// <summary>The path that new objects are posted to.</summary>
    public string CollectionOf(EntityKey key) => Collection(NamespaceOf(key));

    /// <summary>The path of one object.</summary>
    public string Object(EntityKey key) =>
        key.Name is { Length: > 0 }
            ? $"{Collection(NamespaceOf(key))}/{Uri.EscapeDataString(key.Name)}"
            : throw new ArgumentException($"A {Kind} without a name has no address.", nameof(key));

    private string? NamespaceOf(EntityKey key) =>
        (scope, key.Namespace) switch
        {
            (EntityScope.Namespaced, null or "") => throw new ArgumentException(
                $"{Kind} {key} needs a namespace.",
                nameof(key)
            ),
            (EntityScope.Namespaced, _) => key.Namespace,
            _ => null,
        };

    private static EntityScope ScopeOf(Type type)
    {
        // KubernetesClient's classes have no [EntityScope]; this is the only cluster-scoped one in use.
        var byDefault = type == typeof(V1Namespace) ? EntityScope.Cluster : EntityScope.Namespaced;
        return type.GetCustomAttribute<EntityScopeAttribute>()?.Scope ?? byDefault;
    }

    private static class Cache<TEntity>
    {
        public static ApiResource? Resource { get; set; }
    }
}
