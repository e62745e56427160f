namespace BillingOperator.Api.Events;

/// <summary>Why a try of a run failed.</summary>
public sealed record RunFailure
{
    /// <summary>The cause in one word, such as <c>AccessDenied</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The cause in a sentence, with what to do about it.</summary>
    public required string Message { get; init; }
}
