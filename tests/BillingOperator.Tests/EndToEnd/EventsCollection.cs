namespace BillingOperator.Tests.EndToEnd;

/// <summary>Tests of events and their runs, on one operator.</summary>
[CollectionDefinition(Name)]
public sealed class EventsCollection : ICollectionFixture<RunningOperator>
{
    public const string Name = "events";
}
