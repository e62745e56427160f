using Xunit.Abstractions;

namespace BillingOperator.Tests;

/// <summary>Begins with the collections of several classes, as they take longest: none of them is left to the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.CollectionDefinition is null);
}
