namespace BillingOperator.Billing.Reports;

/// <summary>Why a run that a person started is not committed.</summary>
/// <param name="Reason">A reason of events or of stores, or <see cref="Interrupted"/>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record ManualRunFailure(string Reason, string Message)
{
    /// <summary>The reason where the person stopped it.</summary>
    public const string Interrupted = "Interrupted";
}
