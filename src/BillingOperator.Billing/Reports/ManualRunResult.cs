using BillingOperator.Billing.Runs;

namespace BillingOperator.Billing.Reports;

/// <summary>What became of a run that a person started: it is committed, or there is a reason why not.</summary>
public sealed record ManualRunResult
{
    /// <summary>Name of the event.</summary>
    public required string Event { get; init; }

    /// <summary>The billing period; <see langword="null"/> where the event is not valid, and has none.</summary>
    public string? Period { get; init; }

    /// <summary>The bucket and prefix, or the folder; <see langword="null"/> where it is not known.</summary>
    public string? Location { get; init; }

    /// <summary>The committed run; of a dry run, what it would be.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>Keys that a dry run would have written; <see langword="null"/> where it was none.</summary>
    public IReadOnlyCollection<string>? WouldWrite { get; init; }

    /// <summary>Why it is not committed; <see langword="null"/> where it is.</summary>
    public ManualRunFailure? Failure { get; init; }

    /// <summary>Whether it is committed, or would be, and nobody who is meant to be billed was skipped.</summary>
    public bool IsWhole => Outcome is { Manifest.Skipped.Count: 0 };
}
