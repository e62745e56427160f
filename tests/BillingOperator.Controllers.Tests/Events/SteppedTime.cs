namespace BillingOperator.Controllers.Tests.Events;

/// <summary>
/// A clock that stands still until it is told how much time passes, or is set: <c>FakeTimeProvider</c>'s timestamp follows
/// its clock when that is set.
/// </summary>
internal sealed class SteppedTime(DateTimeOffset now) : TimeProvider
{
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _passed.Ticks;

    public override DateTimeOffset GetUtcNow() => now;

    /// <summary>Time passes.</summary>
    public void Pass(TimeSpan time)
    {
        _passed += time;
        now += time;
    }

    /// <summary>The clock is set; no time passes.</summary>
    public void SetClock(DateTimeOffset to) => now = to;
}
