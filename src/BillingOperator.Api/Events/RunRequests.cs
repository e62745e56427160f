namespace BillingOperator.Api.Events;

/// <summary>
/// The requests that were handled last. Each annotation is a request of its own: its value stands here once it is handled,
/// and asks for nothing any more.
/// </summary>
public sealed record RunRequests
{
    /// <summary>The annotation <c>requestedAt</c>.</summary>
    public HandledRequest? At { get; init; }

    /// <summary>The annotation <c>requestedPeriod</c>.</summary>
    public HandledRequest? Period { get; init; }
}
