using BillingOperator.Api.Events;
using BillingOperator.Billing.Planning;

namespace BillingOperator.Controllers.Tenants;

/// <summary>What an enabled billing event wants of the tenants that it selects.</summary>
/// <param name="Event">Its name.</param>
/// <param name="Version">UID and generation of the event: the selector is another only with another version.</param>
/// <param name="Selector">Which tenants it selects.</param>
/// <param name="PeriodKind">Which periods it bills, one of <see cref="BillingPeriodKind"/>.</param>
/// <param name="Location">Where their records belong; <see langword="null"/> where its settings name no place now.</param>
/// <param name="NewestPeriod">The newest period that it has billed.</param>
internal sealed record UploadTarget(
    string Event,
    (string? Uid, long? Generation) Version,
    LabelSelector? Selector,
    string PeriodKind,
    string? Location,
    string? NewestPeriod
)
{
    /// <summary>Whether this asks the same of the tenants as another.</summary>
    public bool IsSameAs(UploadTarget other) =>
        Version == other.Version && Location == other.Location && NewestPeriod == other.NewestPeriod;

    /// <summary>What an event wants; <see langword="null"/> where it wants nothing.</summary>
    public static UploadTarget? Of(BillingEvent billingEvent, string? location) =>
        billingEvent.Spec.Enabled == true && billingEvent.Metadata.DeletionTimestamp is null
            ? new UploadTarget(
                billingEvent.Metadata.Name,
                (billingEvent.Metadata.Uid, billingEvent.Metadata.Generation),
                billingEvent.Spec.TenantSelector,
                billingEvent.Spec.BillingPeriod ?? BillingPeriodKind.Monthly,
                location,
                RunHistory.NewestCommitted(billingEvent.Status, billingEvent.Spec.BillingPeriod)?.BillingPeriod
            )
            : null;
}
