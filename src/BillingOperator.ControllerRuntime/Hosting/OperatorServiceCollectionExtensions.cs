using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Eventing;
using BillingOperator.ControllerRuntime.Health;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BillingOperator.ControllerRuntime.Hosting;

/// <summary>Adds an operator to a host.</summary>
public static class OperatorServiceCollectionExtensions
{
    /// <summary>
    /// Adds the runtime: caches, controllers, leader election, events, metrics and health checks. The host provides an
    /// <see cref="IKubernetesClient"/>, and ends with <see cref="Environment.ExitCode"/>: 1 after the lease was lost.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Names the operator, and changes defaults.</param>
    /// <exception cref="ArgumentException">The times of the leader election do not fit together.</exception>
    public static IOperatorBuilder AddKubernetesOperator(
        this IServiceCollection services,
        Action<OperatorOptions> configure
    )
    {
        var options = new OperatorOptions();
        configure(options);
        options.Validate();
        services.AddSingleton(options);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RuntimeMetrics>();
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton<StreamingLists>();
        services.AddSingleton<StatusJson>();
        services.AddSingleton<StatusRefusals>();
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<EventSender>();
        services.AddSingleton<EventPublisher>(static provider =>
            provider.GetRequiredService<EventRecorder>().PublishAsync
        );
        AddLeadership(services, options.LeaderElection);
        services.AddHostedService<OperatorHost>();
        services
            .AddHealthChecks()
            .AddCheck<WatchHealthCheck>("watches", tags: [HealthTags.Live])
            .AddCheck<CacheSyncHealthCheck>("caches", tags: [HealthTags.Ready])
            .AddCheck<LeadershipHealthCheck>("leadership", tags: [HealthTags.Ready])
            .AddCheck<StatusHealthCheck>("statuses", tags: [HealthTags.Ready]);
        return new OperatorBuilder(services);
    }

    private static void AddLeadership(IServiceCollection services, bool election)
    {
        services.AddSingleton<LeaseTerm>();
        services
            .AddOptions<KubernetesClientOptions>()
            .Configure<LeaseTerm>(static (client, term) => client.MaySend = () => term.AllowsSending);
        if (election)
        {
            services.AddSingleton<RivalLeases>();
            services.AddSingleton<ILeaderElector, LeaseElector>();
        }
        else
        {
            services.AddSingleton<ILeaderElector, SoleLeader>();
        }

        services.AddSingleton<ILeadership>(static provider => provider.GetRequiredService<ILeaderElector>());
        services.AddSingleton<LeaderTaskRunner>();
    }
}
