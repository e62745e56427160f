namespace BillingOperator.Tests.EndToEnd;

/// <summary>Tests on one cluster of the oldest Kubernetes that is supported.</summary>
[CollectionDefinition(Name)]
public sealed class OldestCollection : ICollectionFixture<OldestInstallation>
{
    public const string Name = "oldest";
}
