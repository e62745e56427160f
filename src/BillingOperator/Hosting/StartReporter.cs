using BillingOperator.ControllerRuntime;
using BillingOperator.Kubernetes;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Hosting;

/// <summary>Logs once, before anything else, what runs here and where: the first thing that a report of a fault needs.</summary>
internal sealed partial class StartReporter(
    ControllerSettings settings,
    OperatorOptions options,
    KubernetesClientConfiguration configuration,
    EnvironmentProxy proxies,
    IKubernetesClient client,
    TimeProvider time,
    ILogger<StartReporter> logger
) : IHostedService
{
    /// <summary>The start waits no longer for a server that does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken);
        Log.Starts(
            logger,
            ProgramVersion.Text,
            configuration.Server.ToString(),
            version,
            options.Namespace,
            settings.ClusterName,
            settings.NonDefaults.Count == 0 ? "all default" : string.Join(' ', settings.NonDefaults),
            ProxyReport.Of(configuration, proxies)
        );
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Patience, time, cancellationToken);
        try
        {
            return (await client.GetVersionAsync(limit.Token)).GitVersion;
        }
        catch (Exception) when (limit.IsExceeded)
        {
            return $"no answer within {Patience.TotalSeconds:0} s";
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no version: {error.Message}";
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Information,
            "billing-operator {Version} starts: API server {Server} ({ServerVersion}), namespace {PodNamespace}, "
                + "cluster {Cluster}, options: {Options}; proxies: {Proxies}"
        )]
        public static partial void Starts(
            ILogger logger,
            string version,
            string server,
            string serverVersion,
            string podNamespace,
            string cluster,
            string options,
            string proxies
        );
    }
}
