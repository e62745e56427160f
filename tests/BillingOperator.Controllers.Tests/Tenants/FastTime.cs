namespace BillingOperator.Controllers.Tests.Tenants;

/// <summary>Whoever waits, waits a ten-thousandth of the time.</summary>
internal sealed class FastTime : TimeProvider
{
    private const int Factor = 10_000;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Factor : dueTime, period);
}
