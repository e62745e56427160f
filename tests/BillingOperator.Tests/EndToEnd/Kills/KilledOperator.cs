using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd.Kills;

/// <summary>An operator that is killed again and again, and started again each time.</summary>
internal sealed class KilledOperator(string kubeconfig, FaultProxy api, FaultProxy s3) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private OperatorProcess? _victim;

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Starts the operator, and does not wait until it is ready.</summary>
    public void Start() => _victim = OperatorProcess.Launch(kubeconfig, "--leader-elect=false");

    /// <summary>Kills it wherever it is.</summary>
    public async Task KillAsync()
    {
        await _victim!.DisposeAsync();
        Kills++;
    }

    /// <summary>
    /// Lies in wait for a step, and kills the operator when its request arrives: before the server gets it, or when the
    /// server has done the work and before the answer comes back.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="afterTheWork">Whether the server does the work.</param>
    /// <param name="provoke">Makes the step come.</param>
    public async Task KillAtAsync(Step step, bool afterTheWork, Func<Task> provoke)
    {
        var sprung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (seen, isCaught) = (0, false);
        using var trap = (step.IsAtStore ? s3 : api).Fail(
            // Once it is caught, all that it asks is held: it takes a moment to die.
            request => isCaught || (step.Matches(request) && Interlocked.Increment(ref seen) >= step.Nth),
            async exchange =>
            {
                if (Interlocked.Exchange(ref isCaught, true))
                {
                    await sprung.Task;
                    exchange.Abort();
                    return;
                }
                try
                {
                    if (afterTheWork)
                    {
                        await Faults.AnswerLost()(exchange);
                    }
                }
                finally
                {
                    await KillAsync();
                    exchange.Abort();
                    sprung.TrySetResult();
                }
            },
            // A random fault that only delays the step would let it pass.
            goesFirst: true
        );
        await provoke();
        try
        {
            await sprung.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"'{step.Name}' never came; the operator said:\n{_victim!.Log}");
        }
    }

    public ValueTask DisposeAsync() => _victim?.DisposeAsync() ?? ValueTask.CompletedTask;
}
