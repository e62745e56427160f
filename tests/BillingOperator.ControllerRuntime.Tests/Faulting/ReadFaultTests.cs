using BillingOperator.ControllerRuntime.Tests.Cluster;
using Xunit.Abstractions;

namespace BillingOperator.ControllerRuntime.Tests.Faulting;

/// <summary>Faults of what the operator reads.</summary>
public sealed class ReadFaultTests(ClusterFixture cluster, ITestOutputHelper output)
    : FaultMatrix(cluster, output),
        IClassFixture<ClusterFixture>
{
    public static TheoryData<string> Names => Trouble.Of("watch", "watch and list");

    [Theory]
    [MemberData(nameof(Names))]
    public Task After_a_fault_the_cache_is_right_and_every_change_is_reconciled(string name) =>
        ConvergesAfterAsync(name);
}
