namespace BillingOperator.Tests.EndToEnd.HighAvailability;

/// <summary>One leader that ended, and how long nobody led; both times are the API server's.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Work">What it was doing.</param>
/// <param name="Led">From its end until the next leader took the lease.</param>
/// <param name="Took">From its end until the next leader wrote a status.</param>
public sealed record Failover(Ending Ending, Work Work, TimeSpan Led, TimeSpan Took)
{
    public override string ToString() =>
        $"{Ending} at work on {Work}: the next leads after {Led.TotalSeconds:0.0} s, writes after {Took.TotalSeconds:0.0} s";
}
