using BillingOperator.Api;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using BillingOperator.Controllers.Conditions;

namespace BillingOperator.Controllers.Tenants;

/// <summary>
/// Builds the status of a tenant. The rules of a condition stand in their order: the first that applies decides.
/// </summary>
internal sealed class TenantStatusBuilder(TenantStatusInputs inputs)
{
    private readonly IReadOnlyList<UploadReceipt>? _uploads = Receipts.Merge(
        inputs.Tenant.Status?.Uploads,
        inputs.Pending
    );

    /// <summary>Builds the status.</summary>
    public TenantStatus Build()
    {
        var (before, state) = (inputs.Tenant.Status, inputs.State);
        var generation = inputs.Tenant.Metadata.Generation;
        return new TenantStatus
        {
            ObservedGeneration = generation,
            TenantId = before?.TenantId ?? (state.IsValid ? state.Tenant.TenantId : null),
            TenantIdHeldBy = state.HeldBy,
            Conditions = new ConditionSet(before?.Conditions, generation, inputs.Now)
                .Set(ConditionTypes.Ready, Ready(state))
                .Set(ConditionTypes.Stalled, Stalled(state))
                .Set(ConditionTypes.Uploaded, Uploaded(state))
                .Conditions,
            BillingPeriod = _uploads?.Select(receipt => receipt.BillingPeriod).Max(StringComparer.Ordinal),
            Uploads = _uploads,
        };
    }

    private static ConditionValue Ready(TenantState state) =>
        state switch
        {
            { IsValid: false } => ConditionValue.False(state.Reason, state.Message),
            { Reason: TenantReasons.Billable } => ConditionValue.True(
                state.Reason,
                "Takes part in the runs of the BillingEvents that select it."
            ),
            _ => ConditionValue.True(state.Reason, "Declared as not billable."),
        };

    private static ConditionValue? Stalled(TenantState state) =>
        state is { IsValid: false, Reason: not TenantReasons.BeingDeleted }
            ? ConditionValue.True(state.Reason, state.Message)
            : null;

    private ConditionValue Uploaded(TenantState state) =>
        state switch
        {
            { IsValid: false } => ConditionValue.False(state.Reason, "Not uploaded while the tenant is not valid."),
            { Reason: not TenantReasons.Billable } => ConditionValue.False(
                state.Reason,
                "Not billable, so there is nothing to upload."
            ),
            _ => UploadedCondition.Of(state.Tenant, _uploads ?? [], inputs.Targets),
        };
}
