using BillingOperator.Api.Events;
using BillingOperator.Billing.Reports;
using BillingOperator.Billing.Runs;
using BillingOperator.Manifests;

namespace BillingOperator.Commands;

/// <summary>An event of the manifests that is to run.</summary>
/// <param name="Event">The event.</param>
/// <param name="Spec">The order of its run; <see langword="null"/> where there is an error.</param>
/// <param name="Error">Why it cannot run; <see langword="null"/> where it can.</param>
internal sealed record ManualOrder(Manifest<BillingEvent> Event, RunSpec? Spec, ManualRunFailure? Error = null)
{
    /// <summary>Name of the event.</summary>
    public string Name => Event.Key.Name;
}
