using BillingOperator.Billing.Runs;

namespace BillingOperator.Controllers.Events;

/// <summary>What the supervisor knows of a run.</summary>
internal abstract record RunReport
{
    /// <summary>Id of the run.</summary>
    public required string RunId { get; init; }
}

/// <summary>It is going on.</summary>
internal sealed record RunInProgress : RunReport
{
    /// <summary>How far it is.</summary>
    public required RunProgress Progress { get; init; }
}

/// <summary>It is committed, and its receipts are written, or could not be for long.</summary>
internal sealed record RunCommitted : RunReport
{
    /// <summary>The commit.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Whether earlier tries may have stored some of its records, which nobody counted.</summary>
    public bool IsLaterTry { get; init; }

    /// <summary>Receipts that tenants' statuses still lack.</summary>
    public int UndeliveredReceipts { get; init; }
}

/// <summary>The try failed; the run can be tried again.</summary>
internal sealed record RunFailed : RunReport
{
    /// <summary>Why, as a condition reason.</summary>
    public required string Reason { get; init; }

    /// <summary>What is wrong and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>Whether nothing will get better before somebody changes something.</summary>
    public required bool IsPermanent { get; init; }

    /// <summary>How far the try was.</summary>
    public required RunProgress Progress { get; init; }

    /// <summary>When the try failed.</summary>
    public required DateTimeOffset At { get; init; }
}
