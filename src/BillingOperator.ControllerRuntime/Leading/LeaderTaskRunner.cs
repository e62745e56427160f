using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>Runs the leader tasks, and starts one again that broke.</summary>
internal sealed partial class LeaderTaskRunner(
    IEnumerable<ILeaderTask> tasks,
    TimeProvider time,
    ILogger<LeaderTaskRunner> logger
)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Ends when all tasks have ended.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(tasks.Select(task => Task.Run(() => RunAsync(task, cancellationToken), default)));

    private async Task RunAsync(ILeaderTask task, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await task.RunAsync(cancellationToken);
                return;
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.Broke(logger, e, task.GetType().Name, Pause);
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Task} broke and starts again in {Pause}")]
        public static partial void Broke(ILogger logger, Exception e, string task, TimeSpan pause);
    }
}
