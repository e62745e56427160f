namespace BillingOperator.Tests.EndToEnd.Rights;

/// <summary>
/// The operator has the rights of <c>config/rbac</c>, which are those of the chart. Each is taken from it in turn: it needs all
/// of them, and its log names the one that it misses.
/// </summary>
[Collection(NeighborsCollection.Name)]
public sealed class OperatorRemovedRightsTests(Installation installation) : IAsyncLifetime
{
    private static readonly string[] Refused =
    [
        "clusterrole watch tenants billing.pureconnect.io",
        "clusterrole watch billingserversettings billing.pureconnect.io",
        "clusterrole watch billingevents billing.pureconnect.io",
        "clusterrole patch tenants/status billing.pureconnect.io",
        "clusterrole patch billingserversettings/status billing.pureconnect.io",
        "clusterrole patch billingevents/status billing.pureconnect.io",
        "clusterrole create events events.k8s.io",
        "clusterrole update events events.k8s.io",
        "clusterrole list leases coordination.k8s.io",
        "role create leases coordination.k8s.io",
        "role get leases coordination.k8s.io",
        "role update leases coordination.k8s.io",
        "role list secrets",
        "role watch secrets",
    ];

    private readonly RemovedRight _removed = new(installation);

    public static TheoryData<string> Rights => [.. Refused];

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _removed.RestoreAsync();

    [Theory]
    [MemberData(nameof(Rights))]
    public Task A_right_that_is_missing_is_named(string right) => _removed.IsMissedAsync(right);

    [Fact]
    public Task Whoever_may_not_read_the_cluster_s_identity_is_told_what_is_not_looked_at() =>
        _removed.IsMissedAsync("clusterrole get namespaces", "allow the operator to get namespace kube-system");

    [Fact]
    public async Task Every_right_is_tried() =>
        (await _removed.AllAsync())
            .Should()
            .BeEquivalentTo([.. Refused, .. OldestRemovedRightsTests.Refused, "clusterrole get namespaces"]);
}
