using System.CommandLine;
using System.Globalization;
using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Billing.Validation;
using BillingOperator.Hosting;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.Terminal;

namespace BillingOperator.Commands;

/// <summary>
/// <c>request EVENT</c>: asks for a run now, and with <c>--wait</c> follows it to its end. Exit code 0 if the run was
/// requested or, with <c>--wait</c>, succeeded, 1 if it was refused or did not succeed, 2 if it could not be requested,
/// 130 if somebody stopped waiting.
/// </summary>
internal static class RequestCommand
{
    private const int NotSucceeded = 1;
    private const string FieldManager = "billing-operator-request";

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var cluster = new ClusterOptions();
        var name = new Argument<string>("EVENT") { Description = "The BillingEvent to run" };
        name.Validators.Add(CommandLineError.RefuseMisspeltOptions);
        var period = new Option<string?>("--period")
        {
            Description = "An earlier billing period, such as 2026-10; by default the current one",
            HelpName = "PERIOD",
        };
        var wait = new Option<bool>("--wait")
        {
            Description = "Follow the run until it has ended",
            CustomParser = OptionParsers.Switch,
        };
        var command = new DocumentedCommand(
            "request",
            "Asks the operator for a run now, of the current or an earlier billing period.",
            """
            It sets the annotation requestedAt or requestedPeriod of the event, for which you need the right to patch it.

            Exit codes:
              0    the run is requested; with --wait: it succeeded
              1    with --wait: it was refused, failed or was cancelled
              2    it could not be requested, or not be followed
              130  you stopped waiting; the run goes on

            Examples:
              kubectl billing request pureconnect
              kubectl billing request pureconnect --period 2026-10 --wait
            """
        )
        {
            name,
            period,
            wait,
        };
        foreach (var option in cluster.All)
        {
            command.Add(option);
        }
        command.SetAction(
            async (result, cancellationToken) =>
            {
                using var access = cluster.Open(result);
                return await RequestAsync(
                    access,
                    new RunRequestOptions(
                        result.GetRequiredValue(name),
                        result.GetValue(period),
                        result.GetValue(wait)
                    ),
                    TimeProvider.System,
                    result.InvocationConfiguration.Output,
                    result.InvocationConfiguration.Error,
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static async Task<int> RequestAsync(
        ClusterAccess cluster,
        RunRequestOptions options,
        TimeProvider time,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        var request = await AnnotateAsync(cluster, options, time, cancellationToken);
        if (!options.Wait)
        {
            await output.WriteLineAsync(
                $"billingevent/{options.Event}: a run of {options.Period ?? "the current period"} is requested. Follow it with "
                    + "status, or with request --wait"
            );
            return 0;
        }
        var run = new RequestedRun(cluster, options.Event, request, time, error);
        try
        {
            var end = await ProgressBar.ShowAsync(
                $"Run of {options.Period ?? "the current period"}",
                () => run.Progress,
                run.FollowAsync(cancellationToken)
            );
            await output.WriteLineAsync($"billingevent/{options.Event}: {end.Text}");
            return end.HasSucceeded ? 0 : NotSucceeded;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("billing-operator: no longer waiting; the run goes on");
            return ExitCodes.Stopped;
        }
    }

    // Each value asks once: the moment makes it new.
    private static async Task<HandledRequestKey> AnnotateAsync(
        ClusterAccess cluster,
        RunRequestOptions options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var key = new EntityKey(null, options.Event);
        try
        {
            var billingEvent =
                await cluster.Client.GetAsync<BillingEvent>(key, cancellationToken)
                ?? throw new MisuseException(
                    $"there is no BillingEvent {options.Event} in this cluster; kubectl get billingevents lists them"
                );
            if (billingEvent.Spec.Enabled != true)
            {
                throw new MisuseException(
                    $"BillingEvent {options.Event} is disabled, and the operator would refuse the run. Enable it first: "
                        + $"kubectl patch bev {options.Event} --type=merge -p '{{\"spec\":{{\"enabled\":true}}}}'"
                );
            }

            var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            var request = options.Period is { } period
                ? new HandledRequestKey(ApiGroup.RequestedPeriodAnnotation, $"{Checked(period, billingEvent)}#{now}")
                : new HandledRequestKey(ApiGroup.RequestedAtAnnotation, now);
            await cluster.Client.AnnotateAsync<BillingEvent>(
                key,
                new Dictionary<string, string> { [request.Annotation] = request.Value },
                FieldManager,
                cancellationToken
            );
            return request;
        }
        catch (Exception e) when (cluster.Explain(e) is { } failure)
        {
            throw new MisuseException($"the run could not be requested: {failure}", e);
        }
    }

    private static string Checked(string period, BillingEvent billingEvent)
    {
        var kind = billingEvent.Spec.BillingPeriod;
        var example = RequestAnnotations.ExampleOf(kind);
        return RequestAnnotations.FindPeriodError(period, kind, example, mayRepeat: false, out _) is { } error
            ? throw new MisuseException($"--period {error}")
            : period;
    }
}
