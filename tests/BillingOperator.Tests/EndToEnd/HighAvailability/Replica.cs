using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd.HighAvailability;

/// <summary>One replica: a process that acts as a user of its own, behind a network of its own.</summary>
public sealed class Replica(string name, OperatorProcess process, FaultProxy network) : IAsyncDisposable
{
    /// <summary>The name of its service account, under which the audit log knows it.</summary>
    public string Name => name;

    public OperatorProcess Process => process;

    /// <summary>Its way to the API server.</summary>
    public FaultProxy Network => network;

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        await network.DisposeAsync();
    }
}
