using System.Reflection;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime;

/// <summary>How logs and metrics call a kind.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
internal static class EntityType<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The kind, such as <c>Lease</c>.</summary>
    public static string Kind { get; } =
        typeof(TEntity).GetCustomAttribute<KubernetesEntityAttribute>()?.Kind
        ?? throw new InvalidOperationException($"{typeof(TEntity)} has no [KubernetesEntity]");

    /// <summary>The label of its controller and queue in metrics: the kind in lower case, as controller-runtime does.</summary>
    public static string ControllerName { get; } = Kind.ToLowerInvariant();
}
