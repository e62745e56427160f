namespace BillingOperator.Tests.EndToEnd;

public sealed class OldestLateWatchTests(OldestInstallation installation)
    : LateWatchTests(installation),
        IClassFixture<OldestInstallation>;
