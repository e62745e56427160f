namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>
/// Lists on demand. One list serves all who asked before it began; whoever asks during a list waits for the next one, so
/// that a list on demand is never broken off for another.
/// </summary>
internal sealed class Relisting
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _called = NewSource();
    private TaskCompletionSource? _asked;
    private TaskCompletionSource? _served;

    /// <summary>Asks for a list that begins from now on, and waits until it is in.</summary>
    /// <exception cref="Exception">What the list failed with; those who waited for it may ask again.</exception>
    public Task AskAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _asked ??= NewSource();
            CallUnlessListing();
            return _asked.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The reflector starts to follow the server again.</summary>
    /// <param name="isDue">Whether it must list, because somebody asked.</param>
    /// <returns>Done when it should stop that and start again, because somebody asks.</returns>
    public Task NextRound(out bool isDue)
    {
        lock (_lock)
        {
            isDue = _asked is not null;
            (_served, _asked) = (_asked, null);
            _called = NewSource();
            return _called.Task;
        }
    }

    /// <summary>A list is in.</summary>
    public void Complete() => End()?.SetResult();

    /// <summary>A list failed, or there was none because watching did.</summary>
    public void Fail(Exception error) => End()?.SetException(error);

    private TaskCompletionSource? End()
    {
        lock (_lock)
        {
            var served = _served;
            _served = null;
            CallUnlessListing();
            return served;
        }
    }

    private void CallUnlessListing()
    {
        if (_asked is not null && _served is null)
        {
            _called.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
