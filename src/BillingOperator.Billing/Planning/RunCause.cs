using BillingOperator.Api.Events;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Planning;

/// <summary>Something that asks for a run.</summary>
/// <param name="Trigger">One of <see cref="RunTrigger"/>.</param>
/// <param name="Slot">The moment that the run would stand for.</param>
/// <param name="Period">The billing period that it asks for.</param>
internal sealed record RunCause(string Trigger, DateTimeOffset Slot, BillingPeriod Period)
{
    /// <summary>The request behind it, if there is one.</summary>
    public PendingRequest? Request { get; init; }

    /// <summary>The run that it starts again, if it does.</summary>
    public string? Replaces { get; init; }

    /// <summary>
    /// Whether a failing run gives way to this: to a slot that came after it, and to a new request for the same period. A
    /// request for another period waits: in its favour the failing one would never be billed.
    /// </summary>
    public bool Supersedes(ActiveRun run) =>
        Trigger == RunTrigger.Schedule ? Slot > run.Slot : Period.Id == run.BillingPeriod;

    /// <summary>Notes that a run serves it, so that it does not ask again.</summary>
    public BillingEventStatus MarkServed(BillingEventStatus status, ActiveRun run, DateTimeOffset now) =>
        this switch
        {
            { Request: { } request } => status with { Requests = request.Accept(status.Requests, run, now) },
            { Replaces: { } replaced } => status with { Requests = Redirect(status.Requests, replaced, run) },
            { Trigger: RunTrigger.Schedule } => status with
            {
                Schedule = status.Schedule! with { HandledThrough = Slot },
            },
            _ => status,
        };

    private static RunRequests? Redirect(RunRequests? requests, string replaced, ActiveRun run) =>
        requests is null
            ? null
            : requests with
            {
                At = Redirect(requests.At, replaced, run),
                Period = Redirect(requests.Period, replaced, run),
            };

    private static HandledRequest? Redirect(HandledRequest? request, string replaced, ActiveRun run) =>
        request?.RunId == replaced && request is not null
            ? request with
            {
                RunId = run.Id,
                Message = $"Run {run.Id} is for {run.BillingPeriod}, in the place of run {replaced}.",
            }
            : request;
}
