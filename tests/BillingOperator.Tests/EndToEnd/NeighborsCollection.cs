using BillingOperator.Tests.Image;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>Tests with operators of their own, on one cluster that holds what the others left.</summary>
[CollectionDefinition(Name)]
public sealed class NeighborsCollection : ICollectionFixture<Installation>, ICollectionFixture<ContainerImage>
{
    public const string Name = "neighbors";
}
