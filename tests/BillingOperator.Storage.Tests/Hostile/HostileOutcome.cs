namespace BillingOperator.Storage.Tests.Hostile;

/// <summary>What became of a cell.</summary>
/// <param name="Text"><c>billed</c>, or where it ended and why.</param>
/// <param name="Message">What a person is told.</param>
internal sealed record HostileOutcome(string Text, string Message)
{
    /// <summary>Both runs are committed, and an independent reader finds all that they name.</summary>
    public static HostileOutcome Billed { get; } = new("billed", "");
}
