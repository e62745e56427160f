namespace BillingOperator.Tests.EndToEnd;

[Collection(OldestCollection.Name)]
public sealed class OldestLateWatchTests(OldestInstallation installation) : LateWatchTests(installation);
