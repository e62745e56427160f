using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Tenants;

/// <summary>What one tenant is among the others: billable, not billable, invalid, or a duplicate.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Errors">Its faults, a duplicate id among them; none means valid.</param>
/// <param name="Reason">One of <see cref="TenantReasons"/>.</param>
public sealed record TenantStanding(TenantDeclaration Tenant, IReadOnlyList<FieldError> Errors, string Reason)
{
    /// <summary>Whether nothing is wrong with it.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>
    /// Whether somebody means this tenant to be billed. A misspelt <c>billable</c> counts, so that the tenant shows up
    /// as left out and is not forgotten in silence.
    /// </summary>
    public bool IsMeantToBeBilled =>
        Tenant.Spec.Billing?.Billable is { Length: > 0 } billable && billable != Billable.NotBillable;

    /// <summary>The faults in one line, each with its field and its remedy; empty for a valid tenant.</summary>
    public string Message => string.Join("; ", Errors);

    /// <summary>Judges a tenant.</summary>
    /// <remarks>
    /// A tenant id belongs to the oldest declaration of it, whatever else is wrong with that one and whether it is
    /// billable or not. So an id never changes hands because somebody edits a field; only because a tenant is deleted.
    /// </remarks>
    /// <param name="tenant">The tenant.</param>
    /// <param name="holder">The oldest declaration of the same tenant id: the tenant itself or another one.</param>
    public static TenantStanding Of(TenantDeclaration tenant, TenantDeclaration holder)
    {
        var errors = TenantValidator.Validate(tenant.Spec, tenant.Name);
        var reason = errors.Count > 0 ? TenantReasons.Invalid : null;
        if (tenant.EstablishedId is { } established && established != tenant.TenantId)
        {
            reason ??= TenantReasons.Invalid;
            errors =
            [
                .. errors,
                new FieldError(
                    "spec.tenantId",
                    $"is immutable and was {Quoted.Text(established)}: restore it, or delete the tenant and create another"
                ),
            ];
        }

        if (!IsSame(tenant, holder))
        {
            reason ??= TenantReasons.DuplicateTenantId;
            errors =
            [
                .. errors,
                new FieldError(
                    "spec.tenantId",
                    $"{Quoted.Text(tenant.TenantId)} belongs to the older tenant {holder.Namespace}/{holder.Name}: "
                        + "choose another id, or delete one of the two"
                ),
            ];
        }

        reason ??=
            tenant.Spec.Billing?.Billable == Billable.PureConnect ? TenantReasons.Billable : TenantReasons.NotBillable;
        return new TenantStanding(tenant, errors, reason);
    }

    /// <summary>Judges a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="namesakes">All declarations of its tenant id; whether it is among them does not matter.</param>
    public static TenantStanding Among(TenantDeclaration tenant, IEnumerable<TenantDeclaration> namesakes) =>
        Of(tenant, namesakes.Append(tenant).Min(SeniorityComparer.Instance)!);

    private static bool IsSame(TenantDeclaration one, TenantDeclaration other) =>
        one.Namespace == other.Namespace && one.Name == other.Name;
}
