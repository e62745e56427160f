using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Health;
using BillingOperator.ControllerRuntime.Hosting;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Controllers.Conditions;
using BillingOperator.Controllers.Events;
using BillingOperator.Controllers.Metrics;
using BillingOperator.Controllers.Settings;
using BillingOperator.Controllers.Tenants;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.Storage;
using BillingOperator.Storage.Credentials;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace BillingOperator.Controllers.Hosting;

/// <summary>Adds the controllers of tenants, settings and events to an operator.</summary>
public static class BillingControllersExtensions
{
    // A store that cannot be reached takes seconds to find out, and the others' probes do not wait for it.
    private const int SettingsWorkers = 16;

    /// <summary>Adds the three controllers with all they need.</summary>
    /// <param name="builder">The operator.</param>
    /// <param name="self">Who writes to the bucket.</param>
    /// <param name="tenantWorkers">Tenants reconciled at the same time.</param>
    public static IOperatorBuilder AddBillingControllers(
        this IOperatorBuilder builder,
        OperatorIdentity self,
        int tenantWorkers
    )
    {
        builder
            .AddController<TenantController, Tenant>(controller =>
            {
                controller.Workers = tenantWorkers;
                controller.AddIndex(TenantController.ByTenantId, tenant => TenantObjects.Declare(tenant).ClaimedId());
            })
            .AddController<BillingServerSettingsController, BillingServerSettings>(controller =>
            {
                controller.Workers = SettingsWorkers;
                controller.Watches<V1Secret>(SettingsUsing);
            })
            .AddController<BillingEventController, BillingEvent>(controller =>
                controller.Watches<BillingServerSettings>(EventsUsing)
            )
            .AddCache<V1Secret>(cache => cache.Namespace = self.Namespace)
            .AddLeaderTask<RunSupervisor>();

        var services = builder.Services;
        services.AddSingleton(self);
        services.AddSingleton<IStatusObserver<Tenant>, TenantReporter>();
        services.AddSingleton<IStatusObserver<BillingServerSettings>, ReadyReporter<BillingServerSettings>>();
        services.AddSingleton<IStatusObserver<BillingEvent>, ReadyReporter<BillingEvent>>();
        services.AddSingleton<ClusterTenantSource>();
        services.AddSingleton<PendingReceipts>();
        services.AddSingleton<UploadTargets>();
        services.AddSingleton<BillingMetrics>();
        services.AddSingleton<ReconcileHeartbeat>();
        services.AddSingleton<SettingsStores>();
        services.AddSingleton<ObjectStoreFactory>();
        services.AddSingleton<ClusterIdentitySource>();
        services.AddSingleton<ISecretReader, ClusterSecrets>();
        services.AddHealthChecks().AddCheck<ScheduleHealthCheck>("schedules", tags: [HealthTags.Live]);
        return builder;
    }

    private static IEnumerable<EntityKey> SettingsUsing(IServiceProvider services, V1Secret secret) =>
        services
            .GetRequiredService<IEntityCache<BillingServerSettings>>()
            .List()
            .Where(settings => ObjectStoreFactory.SecretsOf(settings.Spec).Contains(secret.Metadata.Name))
            .Select(EntityKey.Of);

    private static IEnumerable<EntityKey> EventsUsing(IServiceProvider services, BillingServerSettings settings) =>
        services
            .GetRequiredService<IEntityCache<BillingEvent>>()
            .List()
            .Where(billingEvent => ServerReadiness.SettingsName(billingEvent) == settings.Metadata.Name)
            .Select(EntityKey.Of);
}
