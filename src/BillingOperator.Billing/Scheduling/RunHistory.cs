using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Scheduling;

/// <summary>The ended runs that a status keeps.</summary>
public static class RunHistory
{
    /// <summary>Runs kept where <c>spec.historyLimit</c> is absent.</summary>
    public const int DefaultLimit = 10;

    /// <summary>Ends the active run: it is the last run now, and the first of the history.</summary>
    /// <param name="status">The status before.</param>
    /// <param name="ended">How it ended.</param>
    /// <param name="limit"><c>spec.historyLimit</c>.</param>
    public static BillingEventStatus End(BillingEventStatus status, RunSummary ended, int? limit) =>
        status with
        {
            ActiveRun = null,
            LastRun = ended,
            History = [ended, .. (status.History ?? []).Take((limit ?? DefaultLimit) - 1)],
        };
}
