namespace BillingOperator.Tests.EndToEnd;

public sealed class OldEtcdLateWatchTests(OldEtcdInstallation installation)
    : LateWatchTests(installation),
        IClassFixture<OldEtcdInstallation>;
