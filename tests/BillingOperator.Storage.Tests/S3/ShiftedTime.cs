namespace BillingOperator.Storage.Tests.S3;

/// <summary>The system's clock, moved on by a test.</summary>
public sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
