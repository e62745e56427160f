using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Scheduling;

/// <summary>Something that asks for a run.</summary>
/// <param name="Trigger">One of <see cref="RunTrigger"/>.</param>
/// <param name="Slot">The moment that the run would stand for.</param>
/// <param name="Period">The billing period that it asks for.</param>
/// <param name="Request">The value of the annotation, for a request.</param>
internal sealed record RunCause(string Trigger, DateTimeOffset Slot, BillingPeriod Period, string? Request = null)
{
    /// <summary>Whether a failing run gives way to this: to any new request, and to a slot that came after it.</summary>
    public bool Supersedes(ActiveRun run) => Trigger != RunTrigger.Schedule || Slot > run.Slot;
}
