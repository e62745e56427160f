using System.CommandLine;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Text;
using BillingOperator.Controllers.Overview;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Terminal;
using k8s.Models;

namespace BillingOperator.Commands;

/// <summary>
/// <c>status</c>: settings, events and tenants on one screen. Exit code 0 if something could be shown, 2 if nothing could.
/// </summary>
internal static class StatusCommand
{
    private const int Unreadable = 2;
    private const int Width = 80;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var cluster = new ClusterOptions();
        var watch = new Option<bool>("--watch", "-w")
        {
            Description = "Show it again every 3 seconds, until Ctrl-C",
            CustomParser = OptionParsers.Switch,
        };
        var command = new DocumentedCommand(
            "status",
            "Shows billing servers, billing events and tenants, and who is not billed and why.",
            """
            What you may not read is said, and the rest is shown. Without the right to list the tenants of all namespaces,
            those of the namespace of your context are shown, or of --namespace.

            Exit codes:
              0  something is shown, whatever it says
              2  nothing can be read

            Examples:
              kubectl billing status
              kubectl billing status --namespace contact-centers --watch
            """
        )
        {
            watch,
            cluster.Namespace,
        };
        foreach (var option in cluster.All)
        {
            command.Add(option);
        }
        command.SetAction(
            async (result, cancellationToken) =>
            {
                using var access = cluster.Open(result);
                var screen = new Screen(result.InvocationConfiguration.Output);
                var isWatching = result.GetValue(watch);
                var exitCode = 0;
                try
                {
                    do
                    {
                        var (lines, isBlind) = await LookAsync(
                            access,
                            result.GetValue(cluster.Namespace),
                            cancellationToken
                        );
                        exitCode = isBlind ? Unreadable : 0;
                        Show(screen, lines, isWatching);
                        await Task.Delay(isWatching ? Pace : TimeSpan.Zero, TimeProvider.System, cancellationToken);
                    } while (isWatching);
                }
                catch (OperationCanceledException) when (isWatching)
                {
                    // That is how a watch ends.
                }
                return exitCode;
            }
        );
        return command;
    }

    private static void Show(Screen screen, IReadOnlyList<OverviewLine> lines, bool isWatching)
    {
        if (isWatching)
        {
            screen.Clear();
        }
        foreach (var line in lines)
        {
            screen.WriteLine(VisibleText.Of(line.Text), line.Tone);
        }
    }

    private static async Task<(IReadOnlyList<OverviewLine> Lines, bool IsBlind)> LookAsync(
        ClusterAccess access,
        string? ofNamespace,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var overview = await ReadAsync(access, ofNamespace, cancellationToken);
            return (new OverviewText(overview, Width).Lines(), overview.IsBlind);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ClusterAccess.IsUnreachable(e))
        {
            return ([new OverviewLine($"Nothing can be shown: {access.Explain(e)}")], IsBlind: true);
        }
    }

    private static async Task<ClusterOverview> ReadAsync(
        ClusterAccess access,
        string? ofNamespace,
        CancellationToken cancellationToken
    ) =>
        new(
            await ListAsync<BillingServerSettings>(access, null, cancellationToken),
            await ListAsync<BillingEvent>(access, null, cancellationToken),
            await ListTenantsAsync(access, ofNamespace, cancellationToken)
        );

    // A tenant administrator reads those of some namespaces alone.
    private static async Task<Listing<Tenant>> ListTenantsAsync(
        ClusterAccess access,
        string? ofNamespace,
        CancellationToken cancellationToken
    )
    {
        var all = await ListAsync<Tenant>(access, ofNamespace, cancellationToken);
        return all.Failure is null || ofNamespace is not null ? all
            : await ListAsync<Tenant>(access, access.Configuration.Namespace, cancellationToken)
                is { Failure: null } own
                ? own
            : all;
    }

    private static async Task<Listing<TEntity>> ListAsync<TEntity>(
        ClusterAccess access,
        string? ofNamespace,
        CancellationToken cancellationToken
    )
        where TEntity : class, k8s.IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return new(
                await access.Client.ListAllAsync<TEntity>(ofNamespace, cancellationToken),
                Namespace: ofNamespace
            );
        }
        catch (KubernetesException refusal)
        {
            return new([], access.Explain(refusal), ofNamespace);
        }
    }
}
