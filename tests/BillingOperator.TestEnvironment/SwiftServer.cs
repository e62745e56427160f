using System.Globalization;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.TestEnvironment;

/// <summary>
/// Another real S3 server on loopback: OpenStack Swift with its s3api, whose objects are files below the temporary folder.
/// </summary>
public sealed class SwiftServer : IS3Server
{
    private readonly PartFolder _folder;

    private SwiftServer(Uri endpoint, PartFolder folder)
    {
        Endpoint = endpoint;
        _folder = folder;
    }

    /// <inheritdoc />
    public Uri Endpoint { get; }

    /// <inheritdoc />
    public string AccessKeyId => "billing:test";

    /// <inheritdoc />
    public string SecretAccessKey => "billing-test-secret";

    /// <summary>Starts the server and waits until it answers (about 5 s).</summary>
    /// <exception cref="CommandFailedException">A part is missing and cannot be had, or did not start.</exception>
    public static async Task<SwiftServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var ports = Enumerable.Range(0, 5).Select(_ => LoopbackPort.Free()).ToArray();
        var folder = new PartFolder("swift");
        try
        {
            var arguments = ports.Select(port => port.ToString(CultureInfo.InvariantCulture));
            await folder.StartAsync("start-swift.sh", arguments, cancellationToken);
            return new SwiftServer(new Uri($"http://127.0.0.1:{ports[0]}"), folder);
        }
        catch
        {
            await folder.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _folder.DisposeAsync();
}
