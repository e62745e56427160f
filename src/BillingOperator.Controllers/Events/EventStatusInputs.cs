using BillingOperator.Api.Events;

namespace BillingOperator.Controllers.Events;

/// <summary>All that decides what the status of a billing event says.</summary>
internal sealed record EventStatusInputs
{
    /// <summary>The event as it was read.</summary>
    public required BillingEvent Event { get; init; }

    /// <summary>Which rules its spec breaks; <see langword="null"/> for a valid event.</summary>
    public string? Fault { get; init; }

    /// <summary>
    /// What the planner remembers; <see langword="null"/> for an event that is not valid, which nobody plans for.
    /// </summary>
    public BillingEventStatus? Planned { get; init; }

    /// <summary>Why its billing server is not ready; <see langword="null"/> where it is.</summary>
    public (string Reason, string Message)? ServerProblem { get; init; }

    /// <summary>Whether a run is going on or starts now.</summary>
    public bool IsRunning { get; init; }

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }
}
