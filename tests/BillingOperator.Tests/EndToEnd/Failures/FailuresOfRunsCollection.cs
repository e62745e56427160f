namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>Failures in the middle of runs, on one operator.</summary>
[CollectionDefinition(Name)]
public sealed class FailuresOfRunsCollection : ICollectionFixture<RunningOperator>
{
    public const string Name = "failures of runs";
}
