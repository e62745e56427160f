using System.Globalization;
using BillingOperator.Api.Events;

namespace BillingOperator.Controllers.Overview;

/// <summary>Runs in a sentence.</summary>
public static class RunText
{
    /// <summary>A run that is going on, or waits to be tried again.</summary>
    public static string Of(ActiveRun run)
    {
        var progress = run.Progress is { } count ? $"{count} records stored" : "begins";
        var failure = run.LastFailure is { } last
            ? $"; try {run.FailedAttempts} failed, {last.Reason}: {last.Message}"
                + (run.RetryAt is { } retry ? $" Next try at {Time(retry)}." : "")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{run.BillingPeriod} ({run.Trigger}) since {Time(run.StartedAt)}: {progress}{failure}"
        );
    }

    /// <summary>A run that has ended.</summary>
    public static string Of(RunSummary run) =>
        $"{run.BillingPeriod} ({run.Trigger}), {run.State} at {Time(run.FinishedAt)}"
        + (run.Message is { } message ? $": {message}" : "");

    /// <summary>A moment, to the second, in UTC.</summary>
    public static string Time(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
