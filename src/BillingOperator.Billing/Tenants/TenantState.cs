using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Text;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Tenants;

/// <summary>What one tenant is among the others: billable, not billable, invalid, a duplicate, or on its way out.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Errors">Its faults, a duplicate id among them; none means valid.</param>
/// <param name="Reason">One of <see cref="TenantReasons"/>.</param>
public sealed record TenantState(TenantDeclaration Tenant, IReadOnlyList<FieldError> Errors, string Reason)
{
    /// <summary>Whether nothing is wrong with it.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>
    /// Whether somebody means this tenant to be billed. A misspelt <c>billable</c> counts, and one that could not be read, so
    /// that the tenant shows up as left out and is not forgotten in silence.
    /// </summary>
    public bool IsMeantToBeBilled =>
        Tenant.Spec.Billing?.Billable is { Length: > 0 } billable
            ? billable != Billable.NotBillable
            : Tenant.DeclarationErrors.Count > 0;

    /// <summary>The faults in one line, each with its field and its remedy; empty for a valid tenant.</summary>
    public string Message => string.Join("; ", Errors);

    /// <summary>
    /// Who holds the tenant's id instead of it, or held it, at which generation of the tenant; <see langword="null"/> where the
    /// tenant holds it.
    /// </summary>
    public TenantIdHolder? HeldBy { get; private init; }

    /// <summary>Judges a tenant.</summary>
    /// <remarks>
    /// A tenant id belongs to the oldest declaration of it, whatever else is wrong with that one and whether it is
    /// billable or not. So an id never changes hands because somebody edits a field, only because a tenant is deleted; and
    /// then it goes to another namespace only when somebody there edits the tenant that is to have it.
    /// </remarks>
    /// <param name="tenant">The tenant.</param>
    /// <param name="holder">
    /// The one of <see cref="TenantIdentity.HolderAmong"/> all that claim the same id: the tenant itself, another one or none.
    /// </param>
    public static TenantState Of(TenantDeclaration tenant, TenantDeclaration? holder)
    {
        if (tenant.IsBeingDeleted)
        {
            var fault = new FieldError(
                FieldPath.Of("metadata", "deletionTimestamp"),
                "is set: the tenant takes part in no run any more"
            );
            return new TenantState(tenant, [fault], TenantReasons.BeingDeleted) { HeldBy = tenant.HeldBy };
        }

        List<FieldError> errors =
        [
            .. tenant.DeclarationErrors,
            .. TenantValidator.Validate(tenant.Spec, tenant.Name).Where(error => !IsPartOf(tenant, error.Field)),
        ];
        if (tenant.ClaimedId() != tenant.TenantId)
        {
            errors.Add(
                new FieldError(
                    TenantValidator.TenantIdField,
                    $"is {Quoted.Text(tenant.TenantId)} now and was {Quoted.Text(tenant.ClaimedId())}, and it is "
                        + "immutable: put the old one back, or delete the tenant and create it again"
                )
            );
        }

        var isInvalid = errors.Count > 0;
        var isDuplicate = holder is not null && (tenant.Namespace, tenant.Name) != (holder.Namespace, holder.Name);
        if (isDuplicate)
        {
            errors.Add(
                new FieldError(
                    TenantValidator.TenantIdField,
                    tenant.CreatedAt is null && holder!.CreatedAt is null
                        ? $"{Quoted.Text(tenant.ClaimedId())} is the tenant id of {holder.Namespace}/{holder.Name} too, and "
                            + "outside a cluster nothing says which of the two had it first: give one of them another id, "
                            + "or remove it"
                        : $"{Quoted.Text(tenant.ClaimedId())} belongs to the tenant {holder!.Namespace}/{holder.Name}, which "
                            + "had it first: delete one of the two; create this one again with another id if it is another "
                            + "tenant"
                )
            );
        }

        if (holder is null)
        {
            errors.Add(
                new FieldError(
                    TenantValidator.TenantIdField,
                    $"{Quoted.Text(tenant.ClaimedId())} was the id of the tenant {tenant.HeldBy?.Namespace}/"
                        + $"{tenant.HeldBy?.Name}, which is gone. Is this the same tenant? Then edit its spec, such as "
                        + "spec.displayName: the next edit takes the id. If not, delete it, and create it again with "
                        + "another id"
                )
            );
        }

        var reason =
            isInvalid ? TenantReasons.Invalid
            : isDuplicate ? TenantReasons.DuplicateTenantId
            : holder is null ? TenantReasons.TenantIdReleased
            : tenant.Spec.Billing?.Billable == Billable.PureConnect ? TenantReasons.Billable
            : TenantReasons.NotBillable;
        return new TenantState(tenant, errors, reason)
        {
            HeldBy =
                isDuplicate ? HolderOf(tenant, holder!)
                : holder is null ? tenant.HeldBy
                : null,
        };
    }

    /// <summary>Judges a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="namesakes">
    /// All declarations with the same <see cref="TenantIdentity.ClaimedId"/>; whether the tenant is among them does not
    /// matter.
    /// </param>
    public static TenantState Among(TenantDeclaration tenant, IEnumerable<TenantDeclaration> namesakes) =>
        Of(
            tenant,
            TenantIdentity.HolderAmong(namesakes.Where(other => other.ClaimedId() == tenant.ClaimedId()).Append(tenant))
        );

    // What could not be read is missing from the declaration; that it seems to be missing is no second error.
    private static bool IsPartOf(TenantDeclaration tenant, FieldPath field) =>
        tenant.DeclarationErrors.Any(error => error.Field.IsWithin(field) || field.IsWithin(error.Field));

    private static TenantIdHolder HolderOf(TenantDeclaration tenant, TenantDeclaration holder) =>
        new()
        {
            Namespace = holder.Namespace,
            Name = holder.Name,
            ObservedGeneration = tenant.Generation ?? 0,
        };
}
