namespace BillingOperator.Tests.EndToEnd;

/// <summary>Tests whose operators come and go in the middle of runs, on one cluster.</summary>
[CollectionDefinition(Name)]
public sealed class CrashesCollection : ICollectionFixture<Installation>
{
    public const string Name = "crashes";
}
