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
    private const string Etcd = "etcd";

    private readonly PartFolder _folder = new("control-plane");
    private readonly int _port = LoopbackPort.Free();
    private readonly int _etcdPort = LoopbackPort.Free();
    private readonly int _customResourcesPort = LoopbackPort.Free();
    private readonly ControlPlaneKind _kind;
    private readonly string _path;

    private ControlPlane(ControlPlaneKind kind, string path)
    {
        _kind = kind;
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

    /// <summary>What runs, with versions, such as <c>Kubernetes 1.20.2, etcd 3.5.30, custom resources of Kubernetes 1.36</c>.</summary>
    public string Versions => _folder.Read("versions");

    /// <summary>Starts the servers and waits until they are ready: 6 to 10 s.</summary>
    /// <exception cref="CommandFailedException">A part is missing and cannot be had, or did not start.</exception>
    public static async Task<ControlPlane> StartAsync(
        ControlPlaneKind kind = ControlPlaneKind.Modern,
        CancellationToken cancellationToken = default
    )
    {
        if (kind == ControlPlaneKind.ModernOnOldEtcd)
        {
            await PathWithAsync("debian-etcd", cancellationToken);
        }

        var controlPlane = new ControlPlane(kind, await PathWithAsync("control-plane", cancellationToken));
        try
        {
            await controlPlane.RunStartScriptAsync(null, cancellationToken);
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

    /// <summary>Runs a command line as the administrator would type it, and returns its standard output.</summary>
    /// <exception cref="CommandFailedException">It failed; the message holds its output.</exception>
    public Task<string> ShellAsync(string commandLine) =>
        Command.RunAsync(
            "/usr/bin/env",
            ["bash", "-c", commandLine],
            new Dictionary<string, string> { ["PATH"] = _path, ["KUBECONFIG"] = KubeconfigPath }
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
    /// <param name="withRules">
    /// Whether the CEL rules belong to them. Without, any server stores what they would refuse, as it holds objects that are
    /// older than the rules.
    /// </param>
    public async Task InstallCrdsAsync(bool withRules = true)
    {
        foreach (var file in Directory.GetFiles(Repository.PathOf("config", "crd"), "billing*.yaml"))
        {
            var crd = JsonNode.Parse(
                await KubectlAsync("create", "--dry-run=client", "--validate=false", "-o", "json", "-f", file)
            )!;
            if (!withRules)
            {
                RemoveRules(crd);
            }

            await ApplyAsync(crd.ToJsonString());
        }

        await CrdsEstablishedAsync();
    }

    /// <summary>Waits until every CRD is served: after each time that CRDs of another group were applied.</summary>
    /// <exception cref="CommandFailedException">One is not, after a minute.</exception>
    public Task CrdsEstablishedAsync() =>
        Command.RunAsync(Repository.PathOf("hack", "testenv", "await-crds.sh"), [_folder.FullPath]);

    /// <summary>Whether custom resources are listed by streaming, as Kubernetes 1.32 and newer do on etcd 3.5 and newer.</summary>
    public async Task<bool> StreamsListsAsync()
    {
        const string Stream =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?watch=true&sendInitialEvents=true"
            + "&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=30";
        using var client = OpenHttpClient();
        using var stream = await client.GetAsync(
            new Uri(Stream, UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead
        );
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync());
        while (await events.ReadLineAsync() is { } line)
        {
            if (line.Contains("k8s.io/initial-events-end", StringComparison.Ordinal))
            {
                return true;
            }

            if (!line.Contains("\"type\":\"ADDED\"", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether CEL rules in CRDs are kept, as Kubernetes 1.25 and newer do. The project's CRDs have to be there.</summary>
    public async Task<bool> KnowsRulesAsync()
    {
        const string Rules = "jsonpath={.spec.versions[0].schema.openAPIV3Schema.x-kubernetes-validations}";
        return (await KubectlAsync("get", "crd", "tenants.billing.pureconnect.io", "-o", Rules)).Length > 0;
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

    /// <summary>Kills the API server, as a crash would, together with what serves the custom resources.</summary>
    public async Task StopApiServerAsync(CancellationToken cancellationToken = default)
    {
        await _folder.KillAsync("kube-apiserver", cancellationToken);
        await _folder.KillAsync("apiextensions-apiserver", cancellationToken);
    }

    /// <summary>Starts the API server again, at the same address, and waits until it is ready.</summary>
    public Task StartApiServerAsync(CancellationToken cancellationToken = default) =>
        RunStartScriptAsync(_kind == ControlPlaneKind.Oldest ? "kube-apiserver" : "apiservers", cancellationToken);

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
        RunStartScriptAsync(Etcd, cancellationToken);

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

    private Task RunStartScriptAsync(string? only, CancellationToken cancellationToken)
    {
        List<string> arguments = [Text(_port), Text(_etcdPort)];
        if (_kind != ControlPlaneKind.Oldest)
        {
            arguments.Add(Text(_customResourcesPort));
        }

        if (only is not null)
        {
            arguments.Add(only);
        }

        return _folder.StartAsync(
            _kind == ControlPlaneKind.Oldest ? "start-control-plane.sh" : "start-modern-control-plane.sh",
            arguments,
            cancellationToken,
            _kind == ControlPlaneKind.ModernOnOldEtcd ? new() { ["TESTENV_ETCD"] = "/usr/bin/etcd" } : null
        );
    }

    private static async Task<string> PathWithAsync(string part, CancellationToken cancellationToken)
    {
        var parts = Repository.PathOf("hack", "testenv", "parts.sh");
        var prefix = await Command.RunAsync(parts, [part], cancellationToken: cancellationToken);
        return $"{prefix.Trim()}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    private static void RemoveRules(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            fields.Remove("x-kubernetes-validations");
            foreach (var (_, value) in fields)
            {
                RemoveRules(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                RemoveRules(item);
            }
        }
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
