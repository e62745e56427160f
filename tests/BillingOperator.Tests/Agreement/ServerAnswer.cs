namespace BillingOperator.Tests.Agreement;

/// <summary>What the API server says to a document.</summary>
/// <param name="Stored">The object as it would be stored, in JSON; absent where it is refused.</param>
/// <param name="Refusal">Its words, where it is refused.</param>
/// <param name="IsReadable">Whether any API server reads it: known fields, right types, sound metadata.</param>
internal sealed record ServerAnswer(string? Stored, string Refusal, bool IsReadable);
