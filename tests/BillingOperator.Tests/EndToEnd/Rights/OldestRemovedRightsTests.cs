namespace BillingOperator.Tests.EndToEnd.Rights;

/// <summary>The right to list is needed where the API server does not stream its lists, as the oldest does not.</summary>
[Collection(OldestCollection.Name)]
public sealed class OldestRemovedRightsTests(OldestInstallation installation) : IAsyncLifetime
{
    internal static readonly string[] Refused =
    [
        "clusterrole list tenants billing.pureconnect.io",
        "clusterrole list billingserversettings billing.pureconnect.io",
        "clusterrole list billingevents billing.pureconnect.io",
    ];

    private readonly RemovedRight _removed = new(installation);

    public static TheoryData<string> Rights => [.. Refused];

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _removed.RestoreAsync();

    [Theory]
    [MemberData(nameof(Rights))]
    public Task A_right_that_is_missing_is_named(string right) => _removed.IsMissedAsync(right);
}
