using System.Reflection;
using System.Text;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Kubernetes.Client;

/// <summary>The paths under which the API server keeps the objects of one class.</summary>
internal sealed class ApiResource(KubernetesEntityAttribute entity)
{
    private readonly string _root = entity.Group.Length == 0 ? "/api" : $"/apis/{entity.Group}";

    public string Kind => entity.Kind;

    public string GroupVersion => entity.Group.Length == 0 ? entity.ApiVersion : $"{entity.Group}/{entity.ApiVersion}";

    /// <summary>The resource of a class, by its <see cref="KubernetesEntityAttribute"/>.</summary>
    public static ApiResource Of<TEntity>() => Cache<TEntity>.Resource ??= Read(typeof(TEntity));

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
        (entity.Namespaced, key.Namespace) switch
        {
            (true, null or "") => throw new ArgumentException($"{Kind} {key} needs a namespace.", nameof(key)),
            (true, _) => key.Namespace,
            (false, _) => null,
        };

    private static ApiResource Read(Type type) =>
        type.GetCustomAttribute<KubernetesEntityAttribute>() is { } attribute
            ? new ApiResource(attribute)
            : throw new InvalidOperationException($"{type} has no [KubernetesEntity] that says where it lives.");

    private static class Cache<TEntity>
    {
        public static ApiResource? Resource { get; set; }
    }
}
