namespace BillingOperator.Tests.EndToEnd;

/// <summary>
/// Tests that hold the program to seconds, or that keep the processors busy: they run when all others have ended, one after
/// the other.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
