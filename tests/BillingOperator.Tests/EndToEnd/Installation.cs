using System.Text;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Processes;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>
/// A cluster with the CRDs, the operator's service account and its rights, and an S3 server behind a proxy that counts the
/// requests and can put faults in.
/// </summary>
public class Installation : IAsyncLifetime
{
    public const string OwnNamespace = "billing-system";

    private static readonly Dictionary<string, (string Group, string Plural)> Resources = new()
    {
        ["bten"] = ("/apis/billing.pureconnect.io/v1", "tenants"),
        ["bss"] = ("/apis/billing.pureconnect.io/v1", "billingserversettings"),
        ["bev"] = ("/apis/billing.pureconnect.io/v1", "billingevents"),
        ["events"] = ("/api/v1", "events"),
        ["lease"] = ("/apis/coordination.k8s.io/v1", "leases"),
        ["ns"] = ("/api/v1", "namespaces"),
        ["secret"] = ("/api/v1", "secrets"),
    };

    private HttpClient _http = null!;

    public ControlPlane Cluster { get; private set; } = null!;

    public S3Server S3 { get; private set; } = null!;

    public FaultProxy S3Proxy { get; private set; } = null!;

    /// <summary>A kubeconfig with the operator's own rights.</summary>
    public string OperatorKubeconfig { get; private set; } = null!;

    /// <summary>The age of its servers.</summary>
    protected virtual ControlPlaneKind Kind => ControlPlaneKind.Modern;

    /// <summary>Whether its CRDs have CEL rules.</summary>
    protected virtual bool HasRules => true;

    public virtual async Task InitializeAsync()
    {
        var s3 = S3Server.StartAsync();
        Cluster = await ControlPlane.StartAsync(Kind);
        _http = Cluster.OpenHttpClient();
        _http.Timeout = TimeSpan.FromMinutes(1);
        await Cluster.InstallCrdsAsync(HasRules);
        await Cluster.KubectlAsync("create", "namespace", OwnNamespace);
        await Cluster.KubectlAsync("apply", "--validate=false", "-k", Repository.PathOf("config", "rbac"));
        OperatorToken = await Cluster.ServiceAccountTokenAsync(OwnNamespace, "billing-operator");
        OperatorKubeconfig = await CopyKubeconfigAsync(Cluster.Server);
        S3 = await s3;
        S3Proxy = await FaultProxy.StartAsync(S3);
    }

    public virtual async Task DisposeAsync()
    {
        _http.Dispose();
        await S3Proxy.DisposeAsync();
        await S3.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    public Task<OperatorProcess> StartOperatorAsync(params string[] options) =>
        OperatorProcess.StartAsync(OperatorKubeconfig, options);

    /// <summary>The token in <see cref="OperatorKubeconfig"/>.</summary>
    public string OperatorToken { get; private set; } = null!;

    /// <summary>A kubeconfig with the operator's own rights, for another way to the API server.</summary>
    public Task<string> CopyKubeconfigAsync(Uri server) => Cluster.WriteKubeconfigAsync(server, OperatorToken);

    /// <summary>A place of its own for a test: namespace, bucket, settings, and an event that selects the namespace's tenants.</summary>
    /// <param name="name">What its name starts with.</param>
    /// <param name="objectLock">Whether the bucket can lock objects; it keeps every version then.</param>
    /// <param name="store">Another S3 server than the installation's, and without its proxy.</param>
    public async Task<Site> CreateSiteAsync(string name, bool objectLock = false, IS3Server? store = null)
    {
        var unique = $"{name}-{Guid.NewGuid().ToString("N")[..6]}";
        var site = new Site(this, unique, store ?? S3, store?.Endpoint ?? S3Proxy.Endpoint);
        await site.CreateAsync(objectLock);
        return site;
    }

    /// <summary>An object as the API server has it now, or all of a kind.</summary>
    /// <param name="kind">The kind, as kubectl abbreviates it.</param>
    /// <param name="name">The object's name; without it the answer is the list of all.</param>
    /// <param name="namespace">Its namespace; without it, the list is that of all namespaces.</param>
    /// <remarks>By a request and not by kubectl: who asks again and again with kubectl keeps a processor busy.</remarks>
    /// <exception cref="HttpRequestException">The API server did not answer with 200.</exception>
    public async Task<JsonNode> GetAsync(string kind, string name = "", string? @namespace = null)
    {
        var (group, plural) = Resources[kind];
        var parts = @namespace is null
            ? [group, plural, name]
            : new[] { group, "namespaces", @namespace, plural, name };
        var path = string.Join('/', parts).TrimEnd('/');
        return JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative)))!;
    }

    /// <summary>Creates many tenants, with one request each.</summary>
    /// <param name="namespace">Where.</param>
    /// <param name="manifests">A tenant in YAML each.</param>
    /// <exception cref="HttpRequestException">The API server did not create one.</exception>
    public Task CreateTenantsAsync(string @namespace, IEnumerable<string> manifests) =>
        Parallel.ForEachAsync(
            manifests,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (manifest, token) =>
            {
                using var body = new StringContent(manifest, Encoding.UTF8, "application/yaml");
                var path = $"/apis/billing.pureconnect.io/v1/namespaces/{@namespace}/tenants";
                using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), body, token);
                answer.EnsureSuccessStatusCode();
            }
        );
}
