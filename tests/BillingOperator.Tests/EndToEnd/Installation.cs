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

    public async Task<JsonNode> GetAsync(params string[] what) =>
        JsonNode.Parse(await Cluster.KubectlAsync(["get", .. what, "-o", "json"]))!;
}
