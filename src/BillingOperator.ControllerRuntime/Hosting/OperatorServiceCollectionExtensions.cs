using Microsoft.Extensions.DependencyInjection;

namespace BillingOperator.ControllerRuntime.Hosting;

/// <summary>Adds an operator to a host.</summary>
public static class OperatorServiceCollectionExtensions
{
    /// <summary>
    /// Adds the runtime: caches, controllers, leader election, events, metrics and health checks. The host provides an
    /// <see cref="Kubernetes.Client.IKubernetesClient"/>.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Names the operator, and changes defaults.</param>
    public static IOperatorBuilder AddKubernetesOperator(
        this IServiceCollection services,
        Action<OperatorOptions> configure
    )
    {
        var options = new OperatorOptions();
        configure(options);
        services.AddSingleton(options);
        return new OperatorBuilder(services);
    }
}
