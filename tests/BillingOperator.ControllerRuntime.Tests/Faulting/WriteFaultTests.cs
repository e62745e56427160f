using BillingOperator.ControllerRuntime.Tests.Cluster;
using Xunit.Abstractions;

namespace BillingOperator.ControllerRuntime.Tests.Faulting;

/// <summary>Faults of what the operator writes.</summary>
public sealed class WriteFaultTests(ClusterFixture cluster, ITestOutputHelper output)
    : FaultMatrix(cluster, output),
        IClassFixture<ClusterFixture>
{
    public static TheoryData<string> Names => Trouble.Of("status write", "lease");

    [Theory]
    [MemberData(nameof(Names))]
    public Task After_a_fault_the_cache_is_right_and_every_change_is_reconciled(string name) =>
        ConvergesAfterAsync(name);
}
