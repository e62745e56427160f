namespace BillingOperator.Storage.Tests.S3;

/// <summary>Tests against the one S3 server.</summary>
[CollectionDefinition(Name)]
public sealed class S3Tests : ICollectionFixture<CephEnvironment>
{
    public const string Name = "S3";
}
