using BillingOperator.Api.Events;
using BillingOperator.Billing.Planning;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Text;

namespace BillingOperator.Controllers.Events;

/// <summary>Takes what the supervisor reports of a run into the status of its event.</summary>
internal static class RunStatus
{
    private const int NamedSkips = 3;
    private const int SkipLength = 512;
    private const int FailureLength = 4096;

    /// <summary>The status with the report taken in; a report on another run than the active one changes nothing.</summary>
    public static BillingEventStatus Record(BillingEventStatus status, RunReport? report, BillingEventSpec spec)
    {
        if (status.ActiveRun is not { } run || run.Id != report?.RunId)
        {
            return status;
        }
        return report switch
        {
            RunInProgress going => status with { ActiveRun = WithProgress(run, going.Progress) },
            RunFailed failed => status with
            {
                ActiveRun = WithProgress(run, failed.Progress) with
                {
                    FailedAttempts = (run.FailedAttempts ?? 0) + 1,
                    LastFailure = new RunFailure
                    {
                        Reason = failed.Reason,
                        Message = CutText.To(failed.Message, FailureLength),
                    },
                    RetryAt = failed.At + RetryDelay.After((run.FailedAttempts ?? 0) + 1, failed.IsPermanent),
                },
            },
            RunCommitted committed => RunHistory.End(status, Ended(run, committed), spec),
            _ => status,
        };
    }

    /// <summary>What a committed run did, in some sentences: a history of a hundred has to fit into a status.</summary>
    public static string Summarize(RunCommitted committed)
    {
        var outcome = committed.Outcome;
        var manifest = outcome.Manifest;
        var text =
            $"{manifest.Records.Count} records of {manifest.BillingPeriod} are stored, "
            + $"{manifest.Counts.Uploaded} of them new"
            + (
                committed.IsLaterTry && manifest.Counts.Uploaded < manifest.Records.Count
                    ? " to the try that committed (what the run's earlier tries stored was there already)."
                    : "."
            );
        if (manifest.Records.Count == 0)
        {
            text += $" {manifest.Counts.WhyNobody()}";
        }
        if (manifest.Note is { } note)
        {
            text += $" {note}";
        }
        if (outcome.PointerFailure is { } problem)
        {
            text +=
                $" latest.json does not point at this run. {problem.TrimEnd('.')}. When that is corrected, request a run, which "
                + "moves it.";
        }
        if (committed.UndeliveredReceipts > 0)
        {
            text +=
                $" The status of {committed.UndeliveredReceipts} tenants could not be written; the next run tries again.";
        }
        if (manifest.Skipped.Count > 0)
        {
            var named = manifest
                .Skipped.Take(NamedSkips)
                .Select(tenant => CutText.To($"{tenant.Namespace}/{tenant.Name}: {tenant.Reason}", SkipLength));
            var more = manifest.Skipped.Count > NamedSkips ? $"; and {manifest.Skipped.Count - NamedSkips} more" : "";
            text += $" Skipped {manifest.Skipped.Count}: {string.Join("; ", named)}{more}";
        }
        return text;
    }

    private static ActiveRun WithProgress(ActiveRun run, RunProgress progress) =>
        run with
        {
            Expected = progress.Expected,
            Stored = progress.Stored,
            Progress = progress.Expected is { } expected ? $"{progress.Stored}/{expected}" : null,
        };

    private static RunSummary Ended(ActiveRun run, RunCommitted committed)
    {
        var outcome = committed.Outcome;
        return new RunSummary
        {
            Id = run.Id,
            BillingPeriod = run.BillingPeriod,
            Trigger = run.Trigger,
            Slot = run.Slot,
            State = RunState.Succeeded,
            Location = run.Location,
            StartedAt = run.StartedAt,
            FinishedAt = outcome.Manifest.CommittedAt,
            Tenants = outcome.Manifest.Counts.Tenants,
            Selected = outcome.Manifest.Counts.Selected,
            Records = outcome.Manifest.Records.Count,
            Uploaded = outcome.Manifest.Counts.Uploaded,
            Skipped = outcome.Manifest.Skipped.Count,
            ManifestKey = outcome.ManifestKey,
            ManifestSha256 = outcome.ManifestSha256,
            Message = Summarize(committed),
        };
    }
}
