using System.Diagnostics.CodeAnalysis;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Leading;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace BillingOperator.ControllerRuntime.Hosting;

/// <summary>Puts an operator together.</summary>
public interface IOperatorBuilder
{
    /// <summary>The services of the host.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// Adds a controller, one a kind, with the cache and the queue of its kind. It may take
    /// <see cref="IEntityCache{TEntity}"/>, <see cref="Queueing.IEntityQueue{TEntity}"/>,
    /// <see cref="Writing.IStatusWriter{TEntity}"/> and <see cref="Eventing.EventPublisher"/> by constructor.
    /// </summary>
    /// <typeparam name="TController">The controller.</typeparam>
    /// <typeparam name="TEntity">The kind that it reconciles.</typeparam>
    IOperatorBuilder AddController<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TController,
        TEntity
    >(Action<ControllerOptions<TEntity>>? configure = null)
        where TController : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Adds the cache of a kind that no controller reconciles. Adding it twice adds to its options.</summary>
    /// <typeparam name="TEntity">The kind.</typeparam>
    IOperatorBuilder AddCache<TEntity>(Action<CacheOptions<TEntity>>? configure = null)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Adds work that only the leader does. The task is a singleton.</summary>
    /// <typeparam name="TTask">The task.</typeparam>
    IOperatorBuilder AddLeaderTask<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTask
    >()
        where TTask : class, ILeaderTask;
}
