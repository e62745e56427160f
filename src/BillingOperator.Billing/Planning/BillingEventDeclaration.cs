using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Planning;

/// <summary>A billing event as the planner sees it: what was declared, and what the operator remembers of it.</summary>
public sealed record BillingEventDeclaration
{
    /// <summary>UID of the object: one that was deleted and created again has other runs.</summary>
    public required string Uid { get; init; }

    /// <summary>Generation of the spec.</summary>
    public required long Generation { get; init; }

    /// <summary>Whether it was deleted, and a finalizer holds it: it bills nobody, whatever it declares.</summary>
    public bool IsBeingDeleted { get; init; }

    /// <summary>What was declared; it has passed <see cref="Validation.BillingEventValidator"/>.</summary>
    public required BillingEventSpec Spec { get; init; }

    /// <summary>What the operator remembers; <see langword="null"/> at the first sight.</summary>
    public BillingEventStatus? Status { get; init; }

    /// <summary>The annotation <c>billing.pureconnect.io/requestedAt</c>.</summary>
    public string? RequestedAt { get; init; }

    /// <summary>The annotation <c>billing.pureconnect.io/requestedPeriod</c>.</summary>
    public string? RequestedPeriod { get; init; }

    /// <summary>
    /// The place that the settings name now, one text for one place; <see langword="null"/> where they name none, because they
    /// do not exist or are not valid: nothing moves then.
    /// </summary>
    public string? Location { get; init; }
}
