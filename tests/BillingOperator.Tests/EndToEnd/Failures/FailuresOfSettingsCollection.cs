namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>Failures that the probe finds, on one operator.</summary>
[CollectionDefinition(Name)]
public sealed class FailuresOfSettingsCollection : ICollectionFixture<RunningOperator>
{
    public const string Name = "failures of settings";
}
