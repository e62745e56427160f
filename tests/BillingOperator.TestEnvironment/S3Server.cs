using System.Globalization;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.TestEnvironment;

/// <summary>A real S3 server (Ceph's gateway) on loopback, with its objects in memory.</summary>
/// <remarks>
/// When <c>BILLING_TEST_S3_DIRECTORY</c> and <c>BILLING_TEST_S3_ENDPOINT</c> name one that runs already, as
/// <c>hack/test.sh</c> sets them, all test assemblies share that one: give buckets names of their own.
/// </remarks>
public sealed class S3Server : IS3Server
{
    private const string DirectoryVariable = "BILLING_TEST_S3_DIRECTORY";
    private const string EndpointVariable = "BILLING_TEST_S3_ENDPOINT";

    private readonly string _directory;
    private readonly PartFolder? _owned;

    private S3Server(Uri endpoint, string directory, PartFolder? owned = null)
    {
        Endpoint = endpoint;
        _directory = directory;
        _owned = owned;
    }

    /// <inheritdoc />
    public Uri Endpoint { get; }

    /// <inheritdoc />
    public string AccessKeyId => "billing-test";

    /// <inheritdoc />
    public string SecretAccessKey => "billing-test-secret";

    /// <summary>Starts the server and waits until it answers (about 2 s), or takes the shared one.</summary>
    /// <exception cref="CommandFailedException">A part is missing and cannot be had, or did not start.</exception>
    public static async Task<S3Server> StartAsync(CancellationToken cancellationToken = default)
    {
        if (
            Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } shared
            && Environment.GetEnvironmentVariable(DirectoryVariable) is { Length: > 0 } directory
        )
        {
            return new S3Server(new Uri(shared), directory);
        }

        return await StartOwnAsync(cancellationToken);
    }

    /// <summary>Starts a server that is not shared, for tests that stop or break it.</summary>
    /// <exception cref="CommandFailedException">A part is missing and cannot be had, or did not start.</exception>
    public static async Task<S3Server> StartOwnAsync(CancellationToken cancellationToken = default)
    {
        var port = LoopbackPort.Free();
        var folder = new PartFolder("s3");
        try
        {
            string[] ports = [Text(port), Text(LoopbackPort.Free())];
            await folder.StartAsync("start-s3.sh", ports, cancellationToken);
            return new S3Server(new Uri($"http://127.0.0.1:{port}"), folder.FullPath, folder);
        }
        catch
        {
            await folder.DisposeAsync();
            throw;
        }
    }

    /// <summary>Administers the server's users and buckets, and returns what <c>radosgw-admin</c> printed.</summary>
    /// <exception cref="CommandFailedException">The command failed; the message holds its output.</exception>
    public Task<string> RadosGwAdminAsync(params string[] arguments) =>
        Command.RunAsync("radosgw-admin", ["-c", Path.Combine(_directory, "ceph.conf"), .. arguments]);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_owned is not null)
        {
            await _owned.DisposeAsync();
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
