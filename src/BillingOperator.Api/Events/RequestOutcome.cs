namespace BillingOperator.Api.Events;

/// <summary>What became of a request for a run.</summary>
public static class RequestOutcome
{
    /// <summary>A run serves it.</summary>
    public const string Accepted = "Accepted";

    /// <summary>No run comes of it.</summary>
    public const string Refused = "Refused";
}
