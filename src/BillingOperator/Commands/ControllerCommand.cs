using System.CommandLine;
using System.Globalization;
using BillingOperator.Hosting;

namespace BillingOperator.Commands;

/// <summary><c>controller</c>: the operator; the container's default.</summary>
internal static class ControllerCommand
{
    private const int DefaultTenantWorkers = 16;
    private const int MostWorkers = 1000;
    private const int MostRequests = 100_000;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var kubeconfig = new Option<string?>("--kubeconfig")
        {
            Description = "Kubeconfig file; otherwise KUBECONFIG, ~/.kube/config, then the pod's own account",
        };
        var ownNamespace = new Option<string?>("--namespace")
        {
            Description = "The operator's own namespace: its lease and its Secrets are there",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("POD_NAMESPACE"),
        };
        var cluster = new Option<string>("--cluster-name")
        {
            Description = "Name of the cluster, as the manifests in the bucket have it",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("CLUSTER_NAME") ?? "default",
        };
        var port = new Option<int>("--http-port")
        {
            Description = "Port of /healthz, /readyz and /metrics",
            DefaultValueFactory = _ => 8080,
            CustomParser = OptionParsers.WholeNumber(1, ushort.MaxValue),
        };
        var leaderElect = new Option<bool>("--leader-elect")
        {
            Description = "Agree on one leader among the replicas; false only where there is one replica",
            DefaultValueFactory = _ => true,
            CustomParser = OptionParsers.Switch,
        };
        var workers = new Option<int>("--tenant-workers")
        {
            Description = "Tenants reconciled at the same time",
            DefaultValueFactory = _ => DefaultTenantWorkers,
            CustomParser = OptionParsers.WholeNumber(1, MostWorkers),
        };
        var qps = new Option<int>("--kube-api-qps")
        {
            Description = "Requests a second to the API server at most; 0 leaves it to the server's own fair queuing",
            DefaultValueFactory = _ => 0,
            CustomParser = OptionParsers.WholeNumber(0, MostRequests),
        };
        var logFormat = new Option<LogFormat>("--log-format")
        {
            Description = "text for people, json for log collectors; by default text on a terminal, json elsewhere",
            DefaultValueFactory = _ => Console.IsErrorRedirected ? LogFormat.Json : LogFormat.Text,
            CustomParser = OptionParsers.OneOf<LogFormat>,
        };
        var logLevel = new Option<LogLevel>("--log-level")
        {
            Description = "The least severe lines that are written",
            DefaultValueFactory = _ => LogLevel.Information,
            CustomParser = OptionParsers.OneOf<LogLevel>,
        };

        var command = new Command("controller", "Runs the operator")
        {
            kubeconfig,
            ownNamespace,
            cluster,
            port,
            leaderElect,
            workers,
            qps,
            logFormat,
            logLevel,
        };
        command.SetAction(
            (arguments, cancellationToken) =>
                ControllerHost.RunAsync(
                    new ControllerSettings
                    {
                        Kubeconfig = arguments.GetValue(kubeconfig),
                        Namespace = arguments.GetValue(ownNamespace),
                        ClusterName = arguments.GetValue(cluster)!,
                        HttpPort = arguments.GetValue(port),
                        LeaderElect = arguments.GetValue(leaderElect),
                        TenantWorkers = arguments.GetValue(workers),
                        KubeApiQps = arguments.GetValue(qps),
                        LogFormat = arguments.GetValue(logFormat),
                        LogLevel = arguments.GetValue(logLevel),
                        NonDefaults = NonDefaults(arguments, command),
                    }.Checked(),
                    cancellationToken
                )
        );
        return command;
    }

    private static IReadOnlyList<string> NonDefaults(ParseResult arguments, Command command) =>
        [
            .. from option in command.Options
            let result = arguments.GetResult(option)
            where result is { Implicit: false }
            let value = string.Join(' ', result.Tokens.Select(token => token.Value))
            where
                !string.Equals(
                    value,
                    Convert.ToString(
                        option.HasDefaultValue ? option.GetDefaultValue() : null,
                        CultureInfo.InvariantCulture
                    ),
                    StringComparison.OrdinalIgnoreCase
                )
            select $"{option.Name} {value}".TrimEnd(),
        ];
}
