using System.Text.Json.Nodes;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>Settings that come to name another bucket, prefix or endpoint: before, during and after a run.</summary>
[Collection(BucketsCollection.Name)]
public sealed class BucketChangedTests(RunningOperator installation)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_bucket_corrected_before_the_first_run_gets_all_and_the_wrong_one_nothing()
    {
        using var site = await PrepareAsync("before");
        using var other = await OtherBucketAsync(site);
        await site.ApplySettingsAsync(bucket: $"{site.Name}-missing");
        await site.SettingsAsync(it => it.Has("Ready", "False", "BucketNotFound"), Patience);
        await site.ApplyEventAsync(enabled: true);
        await site.EventAsync(it => it.Has("Running", "False", "WaitsForSettings"), Patience);

        await site.ApplySettingsAsync(bucket: other.Name);

        var run = (await site.RunsEndedAsync(1, Patience))["status"]!["history"]!.AsArray().Should().ContainSingle();
        ((string)run.Subject!["trigger"]!).Should().Be("Enable", "it had begun nowhere yet");
        ((string)run.Subject["location"]!).Should().StartWith($"s3://{other.Name}/finance?endpoint=");
        await other.ShouldBeWholeAsync(site.Name);
    }

    [Fact]
    public async Task A_bucket_changed_during_a_run_gets_the_whole_run_anew()
    {
        using var site = await PrepareAsync("during");
        using var other = await OtherBucketAsync(site);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var slow = installation.S3Proxy.Fail(
            request =>
                request.Method == "PUT"
                && request.Path.StartsWith($"/{site.Name}/", StringComparison.Ordinal)
                && request.Path.Contains("/tenants/", StringComparison.Ordinal),
            exchange =>
            {
                reached.TrySetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, exchange.Aborted);
            }
        );
        await site.ApplyEventAsync(enabled: true);
        await reached.Task.WaitAsync(Patience);

        await site.ApplySettingsAsync(bucket: other.Name);

        var status = (await site.RunsEndedAsync(2, Patience))["status"]!;
        var runs = status["history"]!.AsArray();
        runs.Select(run => ((string)run!["state"]!, (string)run["trigger"]!))
            .Should()
            .Equal(("Succeeded", "Moved"), ("Cancelled", "Enable"));
        ((string)runs[1]!["reason"]!).Should().Be("Moved");
        ((string)runs[1]!["location"]!).Should().Be(site.Location);
        ((string)runs[0]!["location"]!).Should().StartWith($"s3://{other.Name}/");
        await other.ShouldBeWholeAsync(site.Name);
        (await site.Bucket.KeysAsync())
            .Should()
            .NotContain(key => key.EndsWith("/manifest.json", StringComparison.Ordinal));
        await UploadedAsync(site, to: other.Name);
    }

    [Fact]
    public async Task A_bucket_changed_after_a_run_gets_the_period_at_once()
    {
        using var site = await PrepareAsync("after");
        using var other = await OtherBucketAsync(site);
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1, Patience);
        await UploadedAsync(site, to: site.Name);

        await site.ApplySettingsAsync(bucket: other.Name);

        var last = (await site.RunsEndedAsync(2, Patience))["status"]!["lastRun"]!;
        ((string)last["trigger"]!).Should().Be("Moved");
        ((int)last["uploaded"]!).Should().Be(2);
        await other.ShouldBeWholeAsync(site.Name);
        await UploadedAsync(site, to: other.Name);
    }

    [Fact]
    public async Task Tenants_say_that_their_records_are_elsewhere_until_the_new_place_has_them()
    {
        using var site = await PrepareAsync("told");
        using var other = await OtherBucketAsync(site);
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1, Patience);
        await UploadedAsync(site, to: site.Name);

        await site.ApplySettingsAsync(bucket: $"{site.Name}-missing");

        var tenant = await site.TenantAsync("acme", it => it.Has("Uploaded", "False", "Moved"));
        tenant.Message("Uploaded").Should().Contain(site.Location).And.Contain($"s3://{site.Name}-missing/");
        await site.EventAsync(it => it.Has("Ready", "False", "SettingsNotReady"), Patience);
        await site.ApplySettingsAsync(bucket: other.Name);
        await UploadedAsync(site, to: other.Name);
    }

    [Fact]
    public async Task A_prefix_is_a_place_and_another_text_for_the_endpoint_is_none()
    {
        using var site = await PrepareAsync("texts");
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1, Patience);

        await site.PatchAsync(
            "bss",
            site.Name,
            $$"""{"spec": {"s3": {"endpoint": "{{installation.S3Proxy.Endpoint.ToString().TrimEnd('/')}}/"} } }"""
        );
        var settled = await site.SettingsAsync(
            it => it.Has("Ready", "True") && (long)it["status"]!["observedGeneration"]! == 2,
            Patience
        );
        ((string)settled["status"]!["location"]!).Should().Be(site.Location);
        (await site.EventAsync(_ => true))["status"]!["history"]!.AsArray().Should().ContainSingle();

        await site.PatchAsync("bss", site.Name, """{"spec":{"s3":{"prefix":"books"}}}""");

        await site.RunsEndedAsync(2, Patience);
        (await site.Bucket.KeysAsync("books/" + site.Name))
            .Should()
            .Contain(key => key.EndsWith("/latest.json", StringComparison.Ordinal));
    }

    /// <summary>As a leader that dies between a change of the settings and its consequences leaves it.</summary>
    [Fact]
    public async Task A_run_that_the_status_has_at_another_place_is_begun_anew()
    {
        using var site = await PrepareAsync("restart");
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1, Patience);
        await site.PatchAsync(
            "bev",
            site.Name,
            $$"""
            {"status": {"activeRun": {
              "id": "20260101T000000Z-enable-00000000", "billingPeriod": "{{TimeProvider.System.GetUtcNow():yyyy-MM}}",
              "trigger": "Enable", "slot": "2026-01-01T00:00:00Z", "startedAt": "2026-01-01T00:00:00Z",
              "location": "s3://wrong"} } }
            """,
            "--subresource=status"
        );

        var runs = (await site.RunsEndedAsync(3, Patience))["status"]!["history"]!.AsArray();

        runs.Select(run => ((string)run!["state"]!, (string)run["trigger"]!))
            .Should()
            .Equal(("Succeeded", "Moved"), ("Cancelled", "Enable"), ("Succeeded", "Enable"));
        ((string)runs[1]!["location"]!).Should().Be("s3://wrong");
        ((string)runs[0]!["location"]!).Should().Be(site.Location);
    }

    /// <summary>As a leader leaves it that dies after the manifest, before the bucket is changed.</summary>
    [Fact]
    public async Task A_run_whose_manifest_stands_is_not_told_as_cancelled_after_a_crash()
    {
        using var site = await PrepareAsync("crashed");
        using var other = await OtherBucketAsync(site);
        await site.ApplyEventAsync(enabled: true);
        var committed = (await site.RunsEndedAsync(1, Patience))["status"]!["lastRun"]!;
        await site.ApplySettingsAsync(bucket: $"{site.Name}-missing");
        await site.EventAsync(it => it.Has("Running", "False", "WaitsForSettings"), Patience);
        await site.PatchAsync(
            "bev",
            site.Name,
            $$"""
            {"status": {"lastRun": null, "history": null, "activeRun": {
              "id": "{{committed["id"]}}", "billingPeriod": "{{committed["billingPeriod"]}}",
              "trigger": "Enable", "slot": "{{committed["slot"]}}", "startedAt": "{{committed["startedAt"]}}",
              "location": "{{committed["location"]}}"} } }
            """,
            "--subresource=status"
        );
        await site.EventAsync(it => (string?)it["status"]?["activeRun"]?["trigger"] == "Moved", Patience);

        await site.ApplySettingsAsync(bucket: other.Name);

        await ShouldBeCommittedAtBothAsync(site, other, (string)committed["id"]!);
    }

    [Fact]
    public async Task A_bucket_changed_while_the_manifest_is_on_its_way_leaves_a_committed_run()
    {
        using var site = await PrepareAsync("last");
        using var other = await OtherBucketAsync(site);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var late = installation.S3Proxy.Fail(
            request =>
                request.Method == "PUT"
                && request.Path.StartsWith($"/{site.Name}/", StringComparison.Ordinal)
                && request.Path.EndsWith("/manifest.json", StringComparison.Ordinal),
            async exchange =>
            {
                using var answer = await exchange.SendAsync();
                reached.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, exchange.Aborted);
            }
        );
        await site.ApplyEventAsync(enabled: true);
        await reached.Task.WaitAsync(Patience);
        var run = (string)
            (await site.EventAsync(it => it["status"]?["activeRun"] is not null))["status"]!["activeRun"]!["id"]!;

        await site.ApplySettingsAsync(bucket: other.Name);

        await ShouldBeCommittedAtBothAsync(site, other, run);
    }

    private static async Task ShouldBeCommittedAtBothAsync(Site site, Bucket other, string run)
    {
        var runs = (await site.RunsEndedAsync(2, Patience))["status"]!["history"]!.AsArray();
        runs.Select(one => ((string)one!["state"]!, (string)one["trigger"]!))
            .Should()
            .Equal(("Succeeded", "Moved"), ("Succeeded", "Enable"));
        ((string)runs[1]!["id"]!).Should().Be(run);
        ((string)runs[1]!["location"]!).Should().Be(site.Location);
        ((string)runs[0]!["location"]!).Should().StartWith($"s3://{other.Name}/");
        (await site.Bucket.KeysAsync())
            .Should()
            .ContainSingle(key => key.EndsWith("/manifest.json", StringComparison.Ordinal));
        await other.ShouldBeWholeAsync(site.Name);
        await UploadedAsync(site, to: other.Name);
    }

    private async Task<Site> PrepareAsync(string name)
    {
        var site = await installation.CreateSiteAsync(name);
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), site.OnPremisesTenant("globex"));
        await site.TenantAsync("globex", it => it.Has("Ready", "True"));
        await site.SettingsAsync(it => it.Has("Ready", "True"));
        return site;
    }

    private async Task<Bucket> OtherBucketAsync(Site site)
    {
        var other = new Bucket(installation.S3, site.Name + "-new");
        await other.CreateAsync();
        return other;
    }

    private static async Task UploadedAsync(Site site, string to)
    {
        foreach (var tenant in new[] { "acme", "globex" })
        {
            await site.TenantAsync(
                tenant,
                it =>
                    it.Has("Uploaded", "True")
                    && it["status"]!["uploads"] is JsonArray { Count: 1 } uploads
                    && ((string)uploads[0]!["location"]!).StartsWith($"s3://{to}/", StringComparison.Ordinal)
            );
        }
    }
}
