namespace BillingOperator.Tests.EndToEnd;

/// <summary>Tests of settings and of what people see, on one operator.</summary>
[CollectionDefinition(Name)]
public sealed class SettingsCollection : ICollectionFixture<RunningOperator>
{
    public const string Name = "settings";
}
