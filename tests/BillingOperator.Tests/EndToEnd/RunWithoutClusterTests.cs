using System.Text.Json.Nodes;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>The command <c>run</c> beside the operator, from the same manifests.</summary>
[Collection(EventsCollection.Name)]
public sealed class RunWithoutClusterTests(RunningOperator installation) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("offline-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_run_without_a_cluster_writes_what_the_operator_writes_object_by_object()
    {
        using var site = await installation.CreateSiteAsync("offline");
        await site.CreateSecretAsync();
        string[] tenants =
        [
            site.CloudTenant("acme"),
            site.CloudTenant("zebra", externalId: "00007").Replace("zebra, Inc.", "Zebra \u00e9\U0001F680", Ordinal),
            site.OnPremisesTenant("globex"),
            site.OnPremisesTenant("wrong").Replace("tier1AccountId: \"\"", "tier1AccountId: \"5\"", Ordinal),
            site.CloudTenant("free").Replace("billable: PureConnect", "billable: NotBillable", Ordinal),
            site.CloudTenant("elsewhere").Replace($"site: {site.Name}", "site: other", Ordinal),
        ];
        await site.ApplyTenantsAsync(tenants);
        await site.ApplySettingsAsync();
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1);

        var manifests = Write([.. tenants, site.SettingsManifest(), site.EventManifest(enabled: true)]);
        var elsewhere = Write([
            .. tenants,
            site.SettingsManifest().Replace("prefix: finance", "prefix: offline", Ordinal),
            site.EventManifest(enabled: true),
        ]);
        var toBucket = await RunAsync("--manifests", elsewhere);
        var output = Path.Combine(_folder.FullName, "out");
        var toFolder = await RunAsync("--manifests", manifests, "--output", output);

        toBucket.ExitCode.Should().Be(1, toBucket.Error + "one tenant is skipped");
        toFolder.ExitCode.Should().Be(1, toFolder.Error);
        var byOperator = await ObjectsAsync(site, "finance/");
        var inBucket = await ObjectsAsync(site, "offline/");
        var inFolder = Directory
            .EnumerateFiles(output, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(output, file), File.ReadAllBytes);
        byOperator.Should().HaveCount(6, "three records, a table, a manifest and a pointer");
        ShouldBeAlike(inBucket, byOperator, "offline/");
        ShouldBeAlike(inFolder, byOperator, "");
    }

    [Fact]
    public async Task The_prefix_of_a_cluster_is_left_alone_unless_that_cluster_is_named()
    {
        using var site = await installation.CreateSiteAsync("beside");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1);
        var before = await site.Bucket.KeysAsync();
        var cluster = (string)(await installation.GetAsync("ns", "kube-system"))["metadata"]!["uid"]!;
        string[] command =
        [
            "--manifests",
            Write([site.CloudTenant("acme"), site.SettingsManifest(), site.EventManifest(enabled: true)]),
        ];

        var refused = await RunAsync(command);
        var dry = await RunAsync([.. command, "--cluster-uid", cluster, "--dry-run"]);

        refused.ExitCode.Should().Be(1);
        refused.Error.Should().Contain("PrefixInUse: cluster \"default\"").And.Contain($"--cluster-uid {cluster}");
        dry.ExitCode.Should().Be(0, dry.Error);
        dry.Output.Should().Contain("records: 0 to be stored, 1 already there");
        (await site.Bucket.KeysAsync()).Should().Equal(before);

        var beside = await RunAsync([.. command, "--cluster-uid", cluster]);

        beside.Output.Should().Contain("records: 0 stored now, 1 already there");
        ((string)(await site.Bucket.ShouldBeWholeAsync(site.Name))["trigger"]!).Should().Be("Manual");
        await site.RequestAsync("again");
        await site.RunsEndedAsync(2);
        ((string)(await site.Bucket.ShouldBeWholeAsync(site.Name))["trigger"]!).Should().Be("Request");
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private string Write(IEnumerable<string> manifests)
    {
        var file = Path.Combine(_folder.FullName, $"{Guid.NewGuid()}.yaml");
        File.WriteAllText(file, string.Join("\n---\n", manifests));
        return file;
    }

    private Task<ProgramRun> RunAsync(params string[] options) =>
        ProgramRun.ToEndAsync(
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = installation.S3.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = installation.S3.SecretAccessKey,
                // Nothing in the environment overrules the settings.
                ["AWS_REGION"] = "eu-north-1",
                ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9",
            },
            ["run", .. options]
        );

    private static async Task<Dictionary<string, byte[]>> ObjectsAsync(Site site, string prefix)
    {
        var objects = new Dictionary<string, byte[]>();
        foreach (var key in await site.Bucket.KeysAsync(prefix))
        {
            if (!key.EndsWith(".billing-operator-probe", Ordinal))
            {
                objects.Add(key[prefix.Length..], await site.Bucket.ReadAsync(key));
            }
        }
        return objects;
    }

    /// <summary>Holds what <c>run</c> wrote against what the operator wrote; keys are without their prefix.</summary>
    private static void ShouldBeAlike(
        Dictionary<string, byte[]> written,
        Dictionary<string, byte[]> byOperator,
        string prefix
    )
    {
        var (run, original) = (RunIdOf(written), RunIdOf(byOperator));
        written.Keys.Select(key => key.Replace(run, original, Ordinal)).Should().BeEquivalentTo(byOperator.Keys);
        foreach (var (key, content) in written)
        {
            var expected = byOperator[key.Replace(run, original, Ordinal)];
            if (key.EndsWith("/manifest.json", Ordinal) || key.EndsWith("/latest.json", Ordinal))
            {
                var text = Comparable(content).Replace(run, original, Ordinal);
                text.Replace($"\"{prefix}", "\"", Ordinal)
                    .Should()
                    .Be(Comparable(expected).Replace("\"finance/", "\"", Ordinal), key);
            }
            else
            {
                content.Should().Equal(expected, key);
            }
        }
    }

    private static string RunIdOf(Dictionary<string, byte[]> objects) =>
        objects.Keys.Single(key => key.EndsWith("/manifest.json", Ordinal)).Split('/')[^2];

    // What tells one run from another, and this cluster from none.
    private static string Comparable(byte[] content)
    {
        var json = JsonNode.Parse(content)!.AsObject();
        foreach (
            var field in (string[])["trigger", "slot", "committed_at", "cluster", "cluster_uid", "manifest_sha256"]
        )
        {
            json.Remove(field);
        }
        // Other tests' tenants are in the cluster too.
        json["counts"]?.AsObject().Remove("tenants");
        return json.ToJsonString();
    }
}
