using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>Whole runs into buckets that are not plain ones of the first S3 server.</summary>
[Collection(BucketsCollection.Name)]
public sealed class BucketKindsTests(RunningOperator installation)
{
    [Fact]
    public async Task A_key_that_may_only_write_completes_runs_with_right_receipts()
    {
        using var site = await installation.CreateSiteAsync("write-only");
        await installation.S3.RadosGwAdminAsync([
            "user",
            "create",
            "--uid",
            site.Name,
            "--display-name",
            "w",
            "--access-key",
            site.Name,
            "--secret-key",
            "writer-secret",
        ]);
        await site.Bucket.AllowAsync(site.Name, "s3:PutObject", "s3:PutObjectAcl");
        await site.CreateSecretAsync("writer-secret", site.Name);
        // The bucket's owner reads what another user wrote only if that user allows it.
        await site.ApplySettingsAsync(more: "acl: BucketOwnerFullControl");

        await RunTwiceAsync(site);

        await site.ApplyTenantsAsync(site.CloudTenant("acme", externalId: "0043"));
        await site.TenantAsync("acme", it => it.Has("Uploaded", "False", "Changed"));
        await RunAsync(site, run: 3, uploaded: 1);
    }

    [Fact]
    public async Task A_bucket_that_keeps_versions_gets_one_of_each_object_but_the_pointer()
    {
        using var site = await installation.CreateSiteAsync("versioned");
        await site.Bucket.Client.PutBucketVersioningAsync(
            new PutBucketVersioningRequest
            {
                BucketName = site.Name,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
            }
        );
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();

        await RunTwiceAsync(site);

        await VersionsShouldBeAsync(site);
    }

    [Fact]
    public async Task Every_object_is_locked_encrypted_and_tagged_and_the_pointer_still_moves()
    {
        using var site = await installation.CreateSiteAsync("locked", objectLock: true);
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync(
            more: """
            objectLock: {mode: GOVERNANCE, retainDays: 1}, tags: {team: finance},
            encryption: {type: SSE-KMS, kmsKeyId: billing-key}
            """
        );

        await RunTwiceAsync(site);

        var versions = await VersionsShouldBeAsync(site);
        foreach (var version in versions)
        {
            var head = await site.Bucket.Client.GetObjectMetadataAsync(
                new GetObjectMetadataRequest
                {
                    BucketName = site.Name,
                    Key = version.Key,
                    VersionId = version.VersionId,
                }
            );
            head.ObjectLockMode.Should().Be(ObjectLockMode.Governance, version.Key);
            head.ServerSideEncryptionMethod.Should().Be(ServerSideEncryptionMethod.AWSKMS, version.Key);
            var tags = await site.Bucket.Client.GetObjectTaggingAsync(
                new GetObjectTaggingRequest
                {
                    BucketName = site.Name,
                    Key = version.Key,
                    VersionId = version.VersionId,
                }
            );
            tags.Tagging.Should().ContainSingle(tag => tag.Key == "team" && tag.Value == "finance", version.Key);
        }
    }

    [Fact]
    public async Task OpenStack_Swift_gets_whole_runs_too()
    {
        await using var swift = await SwiftServer.StartAsync();
        using var site = await installation.CreateSiteAsync("swift", store: swift);
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();

        await RunTwiceAsync(site);

        await site.KubectlAsync("delete", "bev,bss", site.Name);
    }

    private static async Task RunTwiceAsync(Site site)
    {
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), site.OnPremisesTenant("globex"));
        await site.TenantAsync("acme", it => it.Has("Ready", "True"));
        await site.TenantAsync("globex", it => it.Has("Ready", "True"));
        await site.ApplyEventAsync(enabled: true, "runOnEnable: false");
        await site.SettingsAsync(it => it.Has("Ready", "True"));
        await RunAsync(site, run: 1, uploaded: 2);
        await RunAsync(site, run: 2, uploaded: 0);
    }

    private static async Task RunAsync(Site site, int run, int uploaded)
    {
        await site.RequestAsync($"run {run}");
        var last = (await site.RunsEndedAsync(run))["status"]!["lastRun"]!;
        ((int)last["uploaded"]!).Should().Be(uploaded);
        var manifest = await site.Bucket.ShouldBeWholeAsync(site.Name);
        ((string)manifest["run_id"]!).Should().Be((string)last["id"]!, "latest.json points at the newest run");
        await site.ReceiptsShouldEqualAsync(manifest);
    }

    private static async Task<IReadOnlyList<S3ObjectVersion>> VersionsShouldBeAsync(Site site)
    {
        var answer = await site.Bucket.Client.ListVersionsAsync(new ListVersionsRequest { BucketName = site.Name });
        var counts = answer.Versions.GroupBy(version => version.Key).ToDictionary(key => key.Key, key => key.Count());
        var latest = counts.Keys.Single(key => key.EndsWith("/latest.json", StringComparison.Ordinal));
        counts[latest].Should().Be(2, "two runs moved it");
        counts
            .Where(key => key.Key != latest && !key.Key.EndsWith("-probe", StringComparison.Ordinal))
            .Should()
            .HaveCount(6, "two records, and table and manifest of two runs")
            .And.OnlyContain(key => key.Value == 1);
        return answer.Versions;
    }
}
