using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>A namespace with tenants, a bucket, settings and an event, all of one name, apart from other tests'.</summary>
/// <param name="installation">Where it is.</param>
/// <param name="name">The one name.</param>
/// <param name="store">The S3 server of its bucket.</param>
/// <param name="endpoint">Where the settings look for that.</param>
public sealed class Site(Installation installation, string name, IS3Server store, Uri endpoint) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name => name;

    public Bucket Bucket { get; } = new(store, name);

    /// <summary>The place that the settings name.</summary>
    public string Location => LocationAt(endpoint);

    public string RecordsPrefix => $"finance/{name}/{Bucket.Period}/tenants/";

    public async Task CreateAsync(bool objectLock)
    {
        await Bucket.CreateAsync(objectLock);
        await installation.Cluster.KubectlAsync("create", "namespace", name);
    }

    public Task CreateSecretAsync(
        string? secretAccessKey = null,
        string? accessKeyId = null,
        string? sessionToken = null
    ) =>
        installation.Cluster.ApplyAsync(
            $$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: {{name}}, namespace: {{Installation.OwnNamespace}}}
            stringData:
              accessKeyId: {{accessKeyId ?? store.AccessKeyId}}
              secretAccessKey: "{{secretAccessKey ?? store.SecretAccessKey}}"
              sessionToken: "{{sessionToken}}"
            """
        );

    public Task ApplySettingsAsync(
        string? bucket = null,
        Uri? at = null,
        string more = "",
        string? credentials = null
    ) => installation.Cluster.ApplyAsync(SettingsManifest(bucket, at, more, credentials));

    /// <summary>Settings for the site's bucket, or another.</summary>
    /// <param name="bucket">The bucket; the site's own by default.</param>
    /// <param name="at">The endpoint; the site's own by default.</param>
    /// <param name="more">More of <c>spec.s3</c>, in YAML's flow style.</param>
    /// <param name="credentials">Other <c>spec.credentials</c> than the site's Secret, in YAML's flow style.</param>
    public string SettingsManifest(
        string? bucket = null,
        Uri? at = null,
        string more = "",
        string? credentials = null
    ) =>
        $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: BillingServerSettings
            metadata: {name: {{name}}}
            spec:
              s3: {
                bucket: {{bucket ?? name}}, region: us-east-1, prefix: finance,
                endpoint: "{{(at ?? endpoint).ToString().TrimEnd('/')}}",
                forcePathStyle: true, allowInsecureEndpoint: true, {{more}}
              }
              credentials: { {{credentials ?? $"secretRef: {{name: {name}}}"}} }
            """;

    public Task ApplyEventAsync(bool enabled, string more = "") =>
        installation.Cluster.ApplyAsync(EventManifest(enabled, more));

    public string EventManifest(bool enabled, string more = "") =>
        $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: BillingEvent
            metadata: {name: {{name}}}
            spec:
              enabled: {{(enabled ? "true" : "false")}}
              serverSettingsRef: {name: {{name}}}
              tenantSelector: {matchLabels: {site: {{name}} } }
              {{more}}
            """;

    public Task ApplyTenantsAsync(params IEnumerable<string> manifests) =>
        installation.Cluster.ApplyAsync(string.Join("\n---\n", manifests));

    /// <summary>A billable cloud tenant; ids are unique in the cluster, so they carry the site's name.</summary>
    public string CloudTenant(string tenant, string externalId = "0042", string tier3 = "T3-7") =>
        $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: Tenant
            metadata: {name: {{tenant}}, namespace: {{name}}, labels: {site: {{name}} } }
            spec:
              tenantId: {{IdOf(tenant)}}
              displayName: "{{tenant}}, Inc."
              billing:
                billable: PureConnect
                deployment: Cloud
                tier1AccountId: "0011"
                tier2AccountId: "T2-7"
                tier3AccountId: "{{tier3}}"
                externalId: "{{externalId}}"
                sourceId: "S-7"
            """;

    /// <summary>A billable tenant on premises with blank ids: absent, empty and null.</summary>
    public string OnPremisesTenant(string tenant) =>
        $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: Tenant
            metadata: {name: {{tenant}}, namespace: {{name}}, labels: {site: {{name}} } }
            spec:
              tenantId: {{IdOf(tenant)}}
              billing: {billable: PureConnect, deployment: OnPremises, tier1AccountId: "", tier2AccountId: null}
            """;

    /// <summary>Creates many tenants, with one request each.</summary>
    public Task CreateAsync(IEnumerable<string> manifests) => installation.CreateTenantsAsync(name, manifests);

    public string IdOf(string tenant) => $"{name}.{tenant}";

    public Task<string> KubectlAsync(params string[] arguments) => installation.Cluster.KubectlAsync(arguments);

    public Task EnableAsync() => PatchAsync("bev", name, """{"spec":{"enabled":true}}""");

    /// <summary>Merges a change into one of the site's objects.</summary>
    /// <param name="kind">Short name of its kind.</param>
    /// <param name="of">Its name.</param>
    /// <param name="change">The change, in JSON.</param>
    /// <param name="more">More options, such as <c>--subresource=status</c>.</param>
    public Task PatchAsync(string kind, string of, string change, params string[] more) =>
        KubectlAsync([
            "patch",
            kind,
            of,
            .. kind == "bten" ? ["-n", name] : Array.Empty<string>(),
            "--type=merge",
            "-p",
            change,
            .. more,
        ]);

    public Task RequestAsync(string value) =>
        KubectlAsync("annotate", "--overwrite", "bev", name, $"billing.pureconnect.io/requestedAt={value}");

    public Task<JsonNode> TenantAsync(string tenant, Func<JsonNode, bool> until) =>
        WaitAsync("bten", tenant, until, Patience);

    public Task<JsonNode> SettingsAsync(Func<JsonNode, bool> until, TimeSpan? patience = null) =>
        WaitAsync("bss", name, until, patience ?? Patience);

    public Task<JsonNode> EventAsync(Func<JsonNode, bool> until, TimeSpan? patience = null) =>
        WaitAsync("bev", name, until, patience ?? Patience);

    /// <summary>Waits until as many runs have ended well, and none is going on.</summary>
    public Task<JsonNode> RunsEndedAsync(int runs, TimeSpan? patience = null) =>
        EventAsync(
            it =>
                it["status"]?["history"] is JsonArray history
                && history.Count >= runs
                && it["status"]!["activeRun"] is null,
            patience
        );

    /// <summary>Holds the receipts of the tenants against a manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="reached">Where the settings reach the store; as the site itself does where absent.</param>
    public async Task ReceiptsShouldEqualAsync(JsonNode manifest, Uri? reached = null)
    {
        var receipts = new Dictionary<string, JsonNode>();
        foreach (var tenant in (await installation.GetAsync("bten", @namespace: name))["items"]!.AsArray())
        {
            if (tenant!.Has("Uploaded", "True"))
            {
                var receipt = tenant!["status"]!["uploads"]!.AsArray().Single()!;
                ((string)receipt["event"]!).Should().Be(name);
                ((string)receipt["location"]!).Should().Be(LocationAt(reached ?? endpoint));
                receipts.Add((string)tenant["status"]!["tenantId"]!, receipt);
            }
        }
        var records = manifest["records"]!.AsArray();
        receipts.Keys.Should().BeEquivalentTo(Bucket.TenantIds(manifest));
        foreach (var record in records)
        {
            var receipt = receipts[(string)record!["tenant_id"]!];
            ((string)receipt["key"]!).Should().Be((string)record["key"]!);
            ((string)receipt["sha256"]!).Should().Be((string)record["sha256"]!);
        }
    }

    public void Dispose() => Bucket.Dispose();

    private string LocationAt(Uri store) => $"s3://{name}/finance?endpoint={store.ToString().TrimEnd('/')}";

    private async Task<JsonNode> WaitAsync(string kind, string of, Func<JsonNode, bool> until, TimeSpan patience)
    {
        JsonNode? seen = null;
        HttpRequestException? failure = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    failure = null;
                    return until(seen = await installation.GetAsync(kind, of, kind == "bten" ? name : null));
                }
                catch (HttpRequestException e)
                {
                    // A busy server may refuse one look and answer the next.
                    failure = e;
                    return false;
                }
            },
            patience,
            () => $"{kind} {of} is {failure?.Message ?? seen?.ToString()}"
        );
        return seen!;
    }
}
