namespace BillingOperator.ControllerRuntime.Tests;

/// <summary>A clock that stands still until a test moves it; timers fire while it moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How often a timer was set, to show that nothing polls.</summary>
    public int TimersSet { get; private set; }

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _now.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, and fires each timer at its time.</summary>
    public void Advance(TimeSpan by)
    {
        var end = TimeSpan.FromTicks(GetTimestamp()) + by;
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            _now = end;
        }
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

    private ManualTimer? TakeDue(TimeSpan end)
    {
        lock (_lock)
        {
            var next = _timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > end)
            {
                return null;
            }

            _timers.Remove(next);
            _now = next.Due > _now ? next.Due : _now;
            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
            {
                throw new NotSupportedException("no code here uses periodic timers");
            }

            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                    time.TimersSet++;
                }
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
