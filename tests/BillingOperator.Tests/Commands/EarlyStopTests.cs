using System.Net;
using System.Net.Sockets;
using BillingOperator.Tests.EndToEnd;

namespace BillingOperator.Tests.Commands;

/// <summary>Whoever stops the operator before it has started well gets a quiet end.</summary>
public sealed class EarlyStopTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stop-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_stop_while_the_API_server_does_not_answer_is_quiet()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var patience = new CancellationTokenSource(Patience);
        await using var started = OperatorProcess.Launch(await KubeconfigAsync(silent));
        using var connection = await silent.AcceptTcpClientAsync(patience.Token);

        var exitCode = await started.StopAsync();

        exitCode.Should().Be(0, started.Log);
        started.Log.Should().NotContain("Exception").And.NotContain(" ERR ").And.NotContain(" WRN ");
    }

    private async Task<string> KubeconfigAsync(TcpListener server)
    {
        var file = Path.Combine(_folder.FullName, "config");
        await File.WriteAllTextAsync(
            file,
            $$"""
            current-context: test
            contexts: [{name: test, context: {cluster: test} }]
            clusters: [{name: test, cluster: {server: "http://{{server.LocalEndpoint}}"} }]
            """
        );
        return file;
    }
}
