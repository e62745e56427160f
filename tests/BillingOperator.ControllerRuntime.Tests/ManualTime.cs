using BillingOperator.TestEnvironment;
using Microsoft.Extensions.Time.Testing;

namespace BillingOperator.ControllerRuntime.Tests;

/// <summary>A clock that stands still until a test moves it; timers fire while it moves.</summary>
internal sealed class ManualTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero))
{
    private int _timersSet;

    /// <summary>How often a timer was set, to show that nothing polls.</summary>
    public int TimersSet => _timersSet;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Count(dueTime);
        return new CountedTimer(this, base.CreateTimer(callback, state, dueTime, period));
    }

    /// <summary>Moves the clock until a condition holds: what waits for another try may begin to wait at any moment.</summary>
    public Task PassUntilAsync(Func<bool> condition, string what) =>
        Eventually.TrueAsync(
            () =>
            {
                Advance(TimeSpan.FromMilliseconds(100));
                return condition();
            },
            what
        );

    private void Count(TimeSpan dueTime)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Interlocked.Increment(ref _timersSet);
        }
    }

    private sealed class CountedTimer(ManualTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Count(dueTime);
            return timer.Change(dueTime, period);
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
