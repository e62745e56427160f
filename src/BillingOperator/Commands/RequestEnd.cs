namespace BillingOperator.Commands;

/// <summary>What became of a requested run.</summary>
/// <param name="HasSucceeded">Whether its manifest is committed.</param>
/// <param name="Text">The same in a sentence, with what to do where it has not.</param>
internal sealed record RequestEnd(bool HasSucceeded, string Text);
