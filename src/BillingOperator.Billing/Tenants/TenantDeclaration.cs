using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Tenants;

/// <summary>A tenant as somebody declared it: in a cluster or in a file.</summary>
public sealed record TenantDeclaration
{
    private static readonly FieldPath SpecField = FieldPath.Of("spec");
    private static readonly FieldPath NameField = FieldPath.Of("metadata", "name");

    /// <summary>Namespace of the object.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the object.</summary>
    public required string Name { get; init; }

    /// <summary>UID of the object: a re-created tenant is another. <see langword="null"/> outside a cluster.</summary>
    public string? Uid { get; init; }

    /// <summary>What was declared.</summary>
    public required TenantSpec Spec { get; init; }

    /// <summary>Labels of the object.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Generation of the spec; <see langword="null"/> outside a cluster.</summary>
    public long? Generation { get; init; }

    /// <summary>
    /// The identity under which the operator first saw the tenant: <c>spec.tenantId</c> is immutable. <see langword="null"/>
    /// before that, and outside a cluster.
    /// </summary>
    public string? EstablishedId { get; init; }

    /// <summary>Who held the id when this tenant was found to be a duplicate; <see langword="null"/> where it was not.</summary>
    public TenantIdHolder? HeldBy { get; init; }

    /// <summary>Whether it is being deleted: it takes part in nothing then, whatever still holds the object.</summary>
    public bool IsBeingDeleted { get; init; }

    /// <summary>When the object was created: of two with one tenant id the older wins. <see langword="null"/> outside a cluster.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>
    /// What is wrong with how it was declared: fields that nobody knows, a value of another type, a second declaration of the
    /// same object. None in a cluster, whose API server lets none of it through.
    /// </summary>
    public IReadOnlyList<FieldError> DeclarationErrors { get; init; } = [];

    /// <summary>
    /// Whether its labels may not be those that were meant: no selector may leave it out without a word then.
    /// </summary>
    public bool HasDoubtfulLabels =>
        DeclarationErrors.Any(error => !error.Field.IsWithin(SpecField) && !error.Field.IsWithin(NameField));

    /// <summary>The identity in the bucket: <c>spec.tenantId</c>, or the object's name.</summary>
    public string TenantId => Spec.TenantId ?? Name;
}
