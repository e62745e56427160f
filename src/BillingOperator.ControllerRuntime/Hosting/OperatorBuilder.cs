using System.Diagnostics.CodeAnalysis;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.ControllerRuntime.Writing;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BillingOperator.ControllerRuntime.Hosting;

/// <summary>Registers each part once, with closed generic types only, so that trimming sees all of them.</summary>
internal sealed class OperatorBuilder(IServiceCollection services) : IOperatorBuilder
{
    private readonly Dictionary<Type, object> _caches = [];

    /// <inheritdoc/>
    public IServiceCollection Services => services;

    /// <inheritdoc/>
    public IOperatorBuilder AddController<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TController,
        TEntity
    >(Action<ControllerOptions<TEntity>>? configure = null)
        where TController : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var options = new ControllerOptions<TEntity>(CacheOptionsOf<TEntity>());
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.TryAddSingleton<TController>();
        services.AddSingleton<IEntityController<TEntity>>(static provider =>
            provider.GetRequiredService<TController>()
        );
        services.AddSingleton<EntityQueue<TEntity>>();
        services.AddSingleton<IEntityQueue<TEntity>>(static provider =>
            provider.GetRequiredService<EntityQueue<TEntity>>()
        );
        services.AddSingleton<IStatusWriter<TEntity>, StatusWriter<TEntity>>();
        services.AddSingleton<IControllerRunner, ControllerRunner<TEntity>>();
        return this;
    }

    /// <inheritdoc/>
    public IOperatorBuilder AddCache<TEntity>(Action<CacheOptions<TEntity>>? configure = null)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var options = CacheOptionsOf<TEntity>();
        configure?.Invoke(options);
        return this;
    }

    /// <inheritdoc/>
    public IOperatorBuilder AddLeaderTask<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTask
    >()
        where TTask : class, ILeaderTask
    {
        services.TryAddSingleton<TTask>();
        services.AddSingleton<ILeaderTask>(static provider => provider.GetRequiredService<TTask>());
        return this;
    }

    private CacheOptions<TEntity> CacheOptionsOf<TEntity>()
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        if (_caches.TryGetValue(typeof(TEntity), out var existing))
        {
            return (CacheOptions<TEntity>)existing;
        }

        var options = new CacheOptions<TEntity>();
        _caches.Add(typeof(TEntity), options);
        services.AddSingleton(options);
        services.AddSingleton<EntityStore<TEntity>>();
        services.AddSingleton<IEntityCache<TEntity>>(static provider =>
            provider.GetRequiredService<EntityStore<TEntity>>()
        );
        services.AddSingleton<Informer<TEntity>>();
        services.AddSingleton<IInformer>(static provider => provider.GetRequiredService<Informer<TEntity>>());
        return options;
    }
}
