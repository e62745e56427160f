using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Eventing;
using BillingOperator.ControllerRuntime.Leading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Hosting;

/// <summary>
/// Starts and stops the parts in their order: informers at once; workers and leader tasks when all caches are in sync
/// and this replica leads. On stop the other way round, and the lease goes only when nothing writes any more.
/// </summary>
internal sealed partial class OperatorHost(
    IEnumerable<IInformer> informers,
    IEnumerable<IControllerRunner> runners,
    LeaderTaskRunner leaderTasks,
    ILeaderElector elector,
    EventSender events,
    OperatorOptions options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<OperatorHost> logger
) : BackgroundService
{
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var runner in runners)
        {
            runner.Attach();
        }

        using var background = new CancellationTokenSource();
        List<Task> running =
        [
            .. informers.Select(informer => Task.Run(() => informer.RunAsync(background.Token), default)),
            Task.Run(() => events.RunAsync(background.Token), default),
        ];
        try
        {
            await Task.WhenAll(informers.Select(informer => informer.Synced)).WaitAsync(stoppingToken);
            await elector.AcquireAsync(stoppingToken);
            await LeadAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before it led.
        }
        finally
        {
            await background.CancelAsync();
            await Task.WhenAll(running);
        }
    }

    private async Task LeadAsync(CancellationToken stopping)
    {
        using var holding = new CancellationTokenSource();
        using var reconciling = new CancellationTokenSource();
        using var tasking = new CancellationTokenSource();
        var hold = elector.HoldAsync(holding.Token);
        var workers = Task.WhenAll(runners.Select(runner => runner.RunAsync(reconciling.Token)));
        var tasks = leaderTasks.RunAsync(tasking.Token);

        await Task.WhenAny(hold, Task.Delay(Timeout.InfiniteTimeSpan, time, stopping));
        var lost = hold.IsCompleted;
        if (lost)
        {
            Log.LeaseLost(logger, hold.Exception?.InnerException?.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
            await Task.WhenAll(reconciling.CancelAsync(), tasking.CancelAsync());
        }

        var timeout = lost ? AbortTimeout : options.DrainTimeout;
        var drained = Task.WhenAll([workers, .. runners.Select(runner => runner.StopAsync())]);
        var ended = await EndAsync(drained, reconciling, timeout);
        await tasking.CancelAsync();
        ended &= await EndAsync(tasks, tasking, timeout);
        if (!ended)
        {
            Log.StillRunning(logger);
        }

        await holding.CancelAsync();
        await hold.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await elector.ResignAsync(release: ended && !lost);
    }

    /// <summary>Waits for work to end, cancels it when that takes too long, and waits a little more.</summary>
    private async Task<bool> EndAsync(Task work, CancellationTokenSource abort, TimeSpan timeout)
    {
        try
        {
            await work.WaitAsync(timeout, time);
            return true;
        }
        catch (TimeoutException)
        {
            await abort.CancelAsync();
            await Task.WhenAny(work, Task.Delay(AbortTimeout, time));
            return work.IsCompleted;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The lease is lost, the process ends: {Reason}")]
        public static partial void LeaseLost(ILogger logger, string? reason);

        [LoggerMessage(
            LogLevel.Warning,
            "Work did not end in time: the lease is not released, others wait for its end"
        )]
        public static partial void StillRunning(ILogger logger);
    }
}
