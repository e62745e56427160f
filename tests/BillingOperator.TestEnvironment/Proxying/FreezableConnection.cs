using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>A caller's connection that can fall silent, as when the peer is dead or a gateway between has forgotten it.</summary>
internal sealed class FreezableConnection
{
    private readonly ConnectionContext _connection;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _frozen;

    /// <summary>Puts itself between the connection and who talks over it.</summary>
    public FreezableConnection(ConnectionContext connection)
    {
        _connection = connection;
        connection.Transport = new Silenceable(
            new FreezablePipeReader(connection.Transport.Input, PassAsync),
            new FreezablePipeWriter(connection.Transport.Output, PassAsync)
        );
        connection.ConnectionClosed.Register(_closed.SetResult);
    }

    /// <summary>From now on nothing passes in either direction, and neither side is told.</summary>
    public void Freeze() => _frozen = true;

    /// <summary>Breaks the connection.</summary>
    public void Abort() => _connection.Abort();

    private Task PassAsync() => _frozen ? FailWhenClosedAsync() : Task.CompletedTask;

    private async Task FailWhenClosedAsync()
    {
        await _closed.Task;
        throw new ConnectionAbortedException("closed while it was frozen");
    }

    private sealed record Silenceable(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
