namespace BillingOperator.Tests.EndToEnd;

[Collection(NeighborsCollection.Name)]
public sealed class ModernLateWatchTests(Installation installation) : LateWatchTests(installation);
