using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Processes;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Benchmarks.Parts;

/// <summary>An API server with the CRDs and the operator's rights, and an S3 server: all a scenario needs.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string OwnNamespace = "billing-system";

    private Stage(BenchOptions options, ControlPlane cluster, S3Server s3, string kubeconfig)
    {
        Options = options;
        Cluster = cluster;
        Server = s3;
        Kubeconfig = kubeconfig;
        Api = new ApiClient(cluster);
        Tenants = new ManyTenants(Api);
        Audit = new AuditLog(cluster.AuditLogPath, $"system:serviceaccount:{OwnNamespace}:billing-operator");
        S3 = new AmazonS3Client(
            new BasicAWSCredentials(s3.AccessKeyId, s3.SecretAccessKey),
            new AmazonS3Config
            {
                ServiceURL = s3.Endpoint.ToString(),
                ForcePathStyle = true,
                AuthenticationRegion = "us-east-1",
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            }
        );
    }

    public BenchOptions Options { get; }

    public ControlPlane Cluster { get; }

    public S3Server Server { get; }

    public ApiClient Api { get; }

    public ManyTenants Tenants { get; }

    public AuditLog Audit { get; }

    public AmazonS3Client S3 { get; }

    /// <summary>The kubeconfig with the operator's own rights.</summary>
    public string Kubeconfig { get; }

    public static async Task<Stage> SetAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var starting = S3Server.StartOwnAsync(cancellationToken);
        var cluster = await ControlPlane.StartAsync(ControlPlaneKind.Oldest, cancellationToken);
        await cluster.InstallCrdsAsync();
        await cluster.KubectlAsync("create", "namespace", OwnNamespace);
        await cluster.KubectlAsync("create", "namespace", ManyTenants.Namespace);
        await cluster.KubectlAsync("apply", "--validate=false", "-k", Repository.PathOf("config", "rbac"));
        var token = await cluster.ServiceAccountTokenAsync(OwnNamespace, "billing-operator");
        var kubeconfig = await cluster.WriteKubeconfigAsync(cluster.Server, token);
        return new Stage(options, cluster, await starting, kubeconfig);
    }

    /// <summary>Starts the operator with its own rights; it is not ready yet.</summary>
    public OperatorProgram StartOperator() => OperatorProgram.Start(Options.Program, Kubeconfig);

    /// <summary>Creates a bucket, its Secret and settings that use it, all of one name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="proxy">What counts the requests, if anything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task CreateSettingsAsync(string name, FaultProxy? proxy, CancellationToken cancellationToken)
    {
        await S3.PutBucketAsync(name, cancellationToken);
        await Cluster.KubectlAsync(
            "create",
            "secret",
            "generic",
            name,
            $"--namespace={OwnNamespace}",
            $"--from-literal=accessKeyId={Server.AccessKeyId}",
            $"--from-literal=secretAccessKey={Server.SecretAccessKey}"
        );
        var settings = new JsonObject
        {
            ["apiVersion"] = "billing.pureconnect.io/v1",
            ["kind"] = "BillingServerSettings",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["s3"] = new JsonObject
                {
                    ["bucket"] = name,
                    ["region"] = "us-east-1",
                    ["endpoint"] = (proxy?.Endpoint ?? Server.Endpoint).ToString().TrimEnd('/'),
                    ["forcePathStyle"] = true,
                    ["allowInsecureEndpoint"] = true,
                },
                ["credentials"] = new JsonObject { ["secretRef"] = new JsonObject { ["name"] = name } },
            },
        };
        await Api.CreateAsync(ApiClient.PathOf("billingserversettings"), settings, cancellationToken);
    }

    /// <summary>Creates an enabled event, so that it runs at once.</summary>
    public Task CreateEventAsync(string name, string settings, CancellationToken cancellationToken) =>
        Api.CreateAsync(
            ApiClient.PathOf("billingevents"),
            new JsonObject
            {
                ["apiVersion"] = "billing.pureconnect.io/v1",
                ["kind"] = "BillingEvent",
                ["metadata"] = new JsonObject { ["name"] = name },
                ["spec"] = new JsonObject
                {
                    ["enabled"] = true,
                    ["serverSettingsRef"] = new JsonObject { ["name"] = settings },
                },
            },
            cancellationToken
        );

    /// <summary>Lets the operator upload all tenants once, into a bucket of its own, and waits for the receipts.</summary>
    /// <param name="running">The operator.</param>
    /// <param name="name">The name of bucket, settings and event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="proxy">What counts the requests to the bucket, if anything.</param>
    public async Task UploadAsync(
        OperatorProgram running,
        string name,
        CancellationToken cancellationToken,
        FaultProxy? proxy = null
    )
    {
        await CreateSettingsAsync(name, proxy, cancellationToken);
        await running.SettingsReadyAsync(name, cancellationToken);
        await CreateEventAsync(name, name, cancellationToken);
        await RunsEndedAsync(name, 1, cancellationToken);
    }

    /// <summary>Waits until runs of an event have ended, receipts and all.</summary>
    public async Task RunsEndedAsync(string name, int runs, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = (await Api.GetAsync(ApiClient.PathOf("billingevents", name: name), cancellationToken))[
                "status"
            ];
            if (status?["history"]?.AsArray().Count >= runs && status["activeRun"] is null)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
        }
    }

    /// <summary>What is in a bucket under a prefix.</summary>
    public async Task<IReadOnlyList<S3Object>> ListAsync(
        string bucket,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        var found = new List<S3Object>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        await foreach (var item in S3.Paginators.ListObjectsV2(request).S3Objects.WithCancellation(cancellationToken))
        {
            found.Add(item);
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        S3.Dispose();
        await Server.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}
