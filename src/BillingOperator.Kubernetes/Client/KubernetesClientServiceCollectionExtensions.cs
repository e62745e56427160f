using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Kubernetes client.</summary>
public static class KubernetesClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IKubernetesClient"/> and the <see cref="KubernetesClientConfiguration"/> that it uses. The
    /// configuration is looked for when the first of them is asked for.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddKubernetesClient(
        this IServiceCollection services,
        Action<KubernetesClientOptions>? configure = null
    )
    {
        services.AddOptions<KubernetesClientOptions>().Configure(configure ?? (_ => { }));
        services.AddLogging().AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<KubernetesClientOptions>>().Value;
            return KubernetesClientConfiguration.Load(options.Kubeconfig, options.Context);
        });
        services.TryAddSingleton<IKubernetesClient, KubernetesClient>();
        return services;
    }
}
