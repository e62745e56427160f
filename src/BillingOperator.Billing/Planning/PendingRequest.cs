using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Planning;

/// <summary>A request for a run that was not handled yet.</summary>
/// <param name="Annotation">The annotation that makes it.</param>
/// <param name="Value">Its value, as the status will hold it.</param>
internal sealed record PendingRequest(string Annotation, string Value)
{
    /// <summary>Whether it names the period of the run; the other one asks for the current period.</summary>
    public bool NamesPeriod => Annotation == ApiGroup.RequestedPeriodAnnotation;

    /// <summary>The requests that an event carries; the one for the current period first.</summary>
    public static IEnumerable<PendingRequest> Of(BillingEventDeclaration declaration, RunRequests? handled)
    {
        if (RunRequest.FindNew(declaration.RequestedAt, handled?.At) is { } at)
        {
            yield return new PendingRequest(ApiGroup.RequestedAtAnnotation, at);
        }

        if (RunRequest.FindNew(declaration.RequestedPeriod, handled?.Period) is { } period)
        {
            yield return new PendingRequest(ApiGroup.RequestedPeriodAnnotation, period);
        }
    }

    /// <summary>What is wrong with a blank value, as a failed substitution leaves it; <see langword="null"/> for others.</summary>
    public string? BlankError =>
        Value == RunRequest.Blank
            ? $"{Annotation} {(NamesPeriod ? RequestAnnotations.BlankPeriod : RequestAnnotations.BlankAt)}"
            : null;

    /// <summary>What is wrong with it and what to do, or <see langword="null"/>.</summary>
    /// <param name="current">The current period of the event.</param>
    /// <param name="period">The period asked for; the current one where there is an error.</param>
    public string? FindError(BillingPeriod current, out BillingPeriod period)
    {
        period = current;
        return BlankError ?? (NamesPeriod ? RequestedPeriod.FindError(Value, current, out period) : null);
    }

    /// <summary>Notes that a run serves it: it asks for nothing any more.</summary>
    public RunRequests Accept(RunRequests? handled, ActiveRun run, DateTimeOffset now) =>
        Handle(handled, RequestOutcome.Accepted, $"Run {run.Id} is for {run.BillingPeriod}.", run.Id, now);

    /// <summary>Notes that no run comes of it: it asks for nothing any more.</summary>
    public RunRequests Refuse(RunRequests? handled, string message, DateTimeOffset now) =>
        Handle(handled, RequestOutcome.Refused, message, null, now);

    private RunRequests Handle(RunRequests? handled, string outcome, string message, string? runId, DateTimeOffset now)
    {
        var request = new HandledRequest
        {
            Value = Value,
            Outcome = outcome,
            RunId = runId,
            Message = message,
            HandledAt = now,
        };
        var all = handled ?? new RunRequests();
        return NamesPeriod ? all with { Period = request } : all with { At = request };
    }
}
