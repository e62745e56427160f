namespace BillingOperator.Tests.EndToEnd;

public sealed class ModernLateWatchTests(Installation installation)
    : LateWatchTests(installation),
        IClassFixture<Installation>;
