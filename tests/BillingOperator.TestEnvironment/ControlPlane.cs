using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.TestEnvironment;

/// <summary>A real kube-apiserver with its own etcd, on loopback, with RBAC and an audit log.</summary>
/// <remarks>
/// There is no controller manager: nothing is garbage-collected, namespaces are not finalized, and no
/// <c>default</c> service account appears by itself.
/// </remarks>
public sealed class ControlPlane : IAsyncDisposable
{
    private const string Script = "start-control-plane.sh";
    private const string ApiServer = "kube-apiserver";
    private const string Etcd = "etcd";

    private readonly PartFolder _folder;
    private readonly int _port = LoopbackPort.Free();
    private readonly int _etcdPort = LoopbackPort.Free();
    private readonly string _path;

    private ControlPlane(PartFolder folder, string path)
    {
        _folder = folder;
        _path = path;
    }

    /// <summary>The API server's address.</summary>
    public Uri Server => new($"https://127.0.0.1:{_port}");

    /// <summary>A kubeconfig of the cluster's administrator (group <c>system:masters</c>).</summary>
    public string KubeconfigPath => _folder.PathOf("kubeconfig");

    /// <summary>PEM file of the authority that the API server's certificate, and its clients', are from.</summary>
    public string CertificateAuthorityFile => _folder.PathOf("ca.crt");

    /// <summary>The administrator's bearer token.</summary>
    public string AdminToken => _folder.Read("admin.token");

    /// <summary>The audit log: one JSON event a line and answered request, written before the answer.</summary>
    public string AuditLogPath => _folder.PathOf("audit.log");

    /// <summary>Starts both servers and waits until the API server is ready: about 6 s.</summary>
    /// <exception cref="CommandFailedException">A part is missing and cannot be had, or did not start.</exception>
    public static async Task<ControlPlane> StartAsync(CancellationToken cancellationToken = default)
    {
        var path = await PathWithAsync("control-plane", cancellationToken);
        var controlPlane = new ControlPlane(new PartFolder("control-plane"), path);
        try
        {
            await controlPlane.RunStartScriptAsync([], cancellationToken);
            return controlPlane;
        }
        catch
        {
            await controlPlane.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs kubectl as the administrator and returns its standard output.</summary>
    /// <exception cref="CommandFailedException">kubectl failed; the message holds its output.</exception>
    public Task<string> KubectlAsync(params string[] arguments) => KubectlWithInputAsync("", arguments);

    /// <summary>Runs kubectl as the administrator, with this standard input.</summary>
    /// <exception cref="CommandFailedException">kubectl failed; the message holds its output.</exception>
    public Task<string> KubectlWithInputAsync(string input, params string[] arguments) =>
        Command.RunAsync(
            "/usr/bin/env",
            ["kubectl", .. arguments],
            new Dictionary<string, string> { ["PATH"] = _path, ["KUBECONFIG"] = KubeconfigPath },
            input
        );

    /// <summary>Runs Helm as the administrator and returns its standard output.</summary>
    /// <exception cref="CommandFailedException">Helm failed, or cannot be had; the message holds its output.</exception>
    public async Task<string> HelmAsync(params string[] arguments) =>
        await Command.RunAsync(
            "/usr/bin/env",
            ["helm", .. arguments],
            new Dictionary<string, string>
            {
                ["PATH"] = await PathWithAsync("helm", CancellationToken.None),
                ["KUBECONFIG"] = KubeconfigPath,
            }
        );

    /// <summary>Applies manifests as they are, leaving the judgement to the API server.</summary>
    public Task<string> ApplyAsync(string manifests) =>
        KubectlWithInputAsync(manifests, "apply", "--validate=false", "-f", "-");

    /// <summary>Installs the project's CRDs and waits until they are served.</summary>
    public async Task InstallCrdsAsync()
    {
        var manifests = Directory.GetFiles(Repository.PathOf("config", "crd"), "billing*.yaml");
        await KubectlAsync(["apply", "--validate=false", .. manifests.SelectMany(file => new[] { "-f", file })]);
        await CrdsEstablishedAsync();
    }

    /// <summary>Waits until every CRD is served.</summary>
    /// <exception cref="CommandFailedException">One is not, after half a minute.</exception>
    public async Task CrdsEstablishedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await KubectlAsync("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
                return;
            }
            catch (CommandFailedException) when (!patience.IsCancellationRequested)
            {
                // kubectl gives up at once on an object that has no conditions yet.
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            }
        }
    }

    /// <summary>A token of a service account, valid for a day; the account has to exist.</summary>
    public async Task<string> ServiceAccountTokenAsync(string @namespace, string name) =>
        (await KubectlAsync("create", "token", name, "-n", @namespace, "--duration=24h")).Trim();

    /// <summary>Writes a kubeconfig for a bearer token and returns its path, for clients in other processes.</summary>
    /// <param name="server">The address to use: this server's, or that of a proxy before it.</param>
    /// <param name="token">The token, such as <see cref="AdminToken" />.</param>
    public async Task<string> WriteKubeconfigAsync(Uri server, string token)
    {
        var file = _folder.PathOf($"kubeconfig-{Guid.NewGuid():N}");
        var kubeconfig = $$"""
            apiVersion: v1
            kind: Config
            clusters:
              - name: local
                cluster: { server: "{{server}}", certificate-authority: "{{CertificateAuthorityFile}}" }
            users:
              - name: user
                user: { token: "{{token}}" }
            contexts:
              - name: local
                context: { cluster: local, user: user }
            current-context: local
            """;
        await File.WriteAllTextAsync(file, kubeconfig);
        return file;
    }

    /// <summary>A plain HTTP client with the administrator's token, for many small requests.</summary>
    public HttpClient OpenHttpClient()
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(CertificateAuthorityFile) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return new HttpClient(handler)
        {
            BaseAddress = Server,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", AdminToken) },
            Timeout = TimeSpan.FromSeconds(10),
        };
    }

    /// <summary>The authority that issues certificates for clients, and for servers in between such as proxies.</summary>
    public CertificateAuthority OpenCertificateAuthority() => new(CertificateAuthorityFile, _folder.PathOf("ca.key"));

    /// <summary>Kills the API server, as a crash would.</summary>
    public Task StopApiServerAsync(CancellationToken cancellationToken = default) =>
        _folder.KillAsync(ApiServer, cancellationToken);

    /// <summary>Starts the API server again, at the same address, and waits until it is ready.</summary>
    public Task StartApiServerAsync(CancellationToken cancellationToken = default) =>
        RunStartScriptAsync([ApiServer], cancellationToken);

    /// <summary>Kills the API server and starts it again.</summary>
    public async Task RestartApiServerAsync(CancellationToken cancellationToken = default)
    {
        await StopApiServerAsync(cancellationToken);
        await StartApiServerAsync(cancellationToken);
    }

    /// <summary>Kills etcd, as a crash would.</summary>
    public Task StopEtcdAsync(CancellationToken cancellationToken = default) =>
        _folder.KillAsync(Etcd, cancellationToken);

    /// <summary>Starts etcd again with the data it had, and waits until it is healthy.</summary>
    public Task StartEtcdAsync(CancellationToken cancellationToken = default) =>
        RunStartScriptAsync([Etcd], cancellationToken);

    /// <summary>Kills etcd and starts it again.</summary>
    public async Task RestartEtcdAsync(CancellationToken cancellationToken = default)
    {
        await StopEtcdAsync(cancellationToken);
        await StartEtcdAsync(cancellationToken);
    }

    /// <summary>
    /// Compacts etcd up to now: pages of older lists answer 410. A watch from an older version does so once the API
    /// server has lost its own window of recent events as well, that is after a restart.
    /// </summary>
    public async Task CompactAsync(CancellationToken cancellationToken = default)
    {
        using var etcd = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_etcdPort}") };
        var range = await PostAsync(etcd, "/v3/kv/range", new JsonObject { ["key"] = "AA==" }, cancellationToken);
        var compaction = new JsonObject { ["revision"] = (string?)range["header"]!["revision"], ["physical"] = true };
        await PostAsync(etcd, "/v3/kv/compaction", compaction, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private Task RunStartScriptAsync(IEnumerable<string> parts, CancellationToken cancellationToken)
    {
        string[] ports = [Text(_port), Text(_etcdPort)];
        return _folder.StartAsync(Script, [.. ports, .. parts], cancellationToken);
    }

    private static async Task<string> PathWithAsync(string part, CancellationToken cancellationToken)
    {
        var parts = Repository.PathOf("hack", "testenv", "parts.sh");
        var prefix = await Command.RunAsync(parts, [part], cancellationToken: cancellationToken);
        return $"{prefix.Trim()}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static async Task<JsonNode> PostAsync(
        HttpClient etcd,
        string path,
        JsonObject body,
        CancellationToken cancellationToken
    )
    {
        using var response = await etcd.PostAsJsonAsync(path, body, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(answer)!
            : throw new HttpRequestException($"etcd refused {path}: {answer}", inner: null, response.StatusCode);
    }
}
