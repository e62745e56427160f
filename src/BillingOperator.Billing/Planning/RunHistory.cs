using BillingOperator.Api.Events;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Planning;

/// <summary>The ended runs that a status keeps.</summary>
public static class RunHistory
{
    /// <summary>Runs kept where <c>spec.historyLimit</c> is absent.</summary>
    public const int DefaultLimit = 10;

    /// <summary>
    /// Ends the active run: it is the last run now, and the first of the history. The committed run of the newest period
    /// says what the bucket holds, so it stays, in the last place, however many runs of earlier periods or without success
    /// come after it.
    /// </summary>
    /// <param name="status">The status before.</param>
    /// <param name="ended">How it ended.</param>
    /// <param name="spec">The event's spec.</param>
    public static BillingEventStatus End(BillingEventStatus status, RunSummary ended, BillingEventSpec spec)
    {
        var limit = spec.HistoryLimit ?? DefaultLimit;
        List<RunSummary> all = [ended, .. status.History ?? []];
        var after = status with { ActiveRun = null, LastRun = ended, History = all };
        if (NewestCommitted(after, spec.BillingPeriod) is { } newest && all.IndexOf(newest) >= limit)
        {
            all = [.. all.Take(limit - 1), newest];
        }
        return after with { History = [.. all.Take(limit)] };
    }

    /// <summary>
    /// The committed run of the newest billing period, and of several of that period the one that ended last: what it stored
    /// is what counts now.
    /// </summary>
    /// <param name="status">The event's status.</param>
    /// <param name="kind">One of <see cref="BillingPeriodKind"/>: runs of the other kind are passed over.</param>
    /// <returns><see langword="null"/> where the status knows of none.</returns>
    public static RunSummary? NewestCommitted(BillingEventStatus? status, string? kind)
    {
        (RunSummary Run, DateOnly Period)? newest = null;
        foreach (var run in (status?.History ?? []).Prepend(status?.LastRun))
        {
            if (
                run is { State: RunState.Succeeded }
                && BillingPeriod.TryParse(run.BillingPeriod, out var period)
                && period.Kind == (kind ?? BillingPeriodKind.Monthly)
                && (newest is null || period.Start > newest.Value.Period)
            )
            {
                newest = (run, period.Start);
            }
        }

        return newest?.Run;
    }
}
