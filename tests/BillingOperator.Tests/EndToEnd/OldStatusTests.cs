namespace BillingOperator.Tests.EndToEnd;

/// <summary>An operator that meets the statuses of its version before, as an upgrade leaves them in etcd.</summary>
[Collection(OldestCollection.Name)]
public sealed class OldStatusTests(OldestInstallation installation)
{
    private static readonly string[] Plurals = ["tenants", "billingevents", "billingserversettings"];

    [Fact]
    public async Task Billing_goes_on_over_the_statuses_of_the_version_before()
    {
        using var site = await installation.CreateSiteAsync("upgraded");
        await site.CreateSecretAsync();
        foreach (var plural in Plurals)
        {
            await TakeAnyStatusAsync(plural);
        }
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), site.CloudTenant("globex"));
        await site.ApplyEventAsync(enabled: true, "schedule: '@monthly'\n  historyLimit: 2");
        await site.KubectlAsync("annotate", "bev", site.Name, "billing.pureconnect.io/requestedAt=before");
        await WriteOldStatusesAsync(site);
        await installation.Cluster.InstallCrdsAsync();

        await using var next = await installation.StartOperatorAsync();

        var status = (
            await site.EventAsync(
                it =>
                    it.Has("Ready", "True", "LastRunSucceeded")
                    && (string?)it["status"]!["lastRun"]?["location"] == site.Location
                    && it["status"]!["activeRun"] is null,
                TimeSpan.FromMinutes(1)
            )
        )["status"]!;
        status["lastHandledRequest"].Should().BeNull();
        await site.Bucket.ShouldBeWholeAsync(site.Name);
        foreach (var tenant in new[] { "acme", "globex" })
        {
            var seen = await site.TenantAsync(tenant, it => it.Has("Ready", "True") && it.Has("Uploaded", "True"));
            seen["status"]!["uploads"]!.AsArray().Should().ContainSingle(one => (string?)one!["location"] != null);
        }
        await site.SettingsAsync(it => it.Has("Ready", "True", "WriteProved"));
        next.Log.Should().NotContain(" ERR ").And.NotContain("Exception");
        (await next.StopAsync()).Should().Be(0);
    }

    // The schema of that version took these statuses; this one prunes what it does not know when it is read again.
    private Task<string> TakeAnyStatusAsync(string plural) =>
        installation.Cluster.KubectlAsync(
            "patch",
            "crd",
            $"{plural}.billing.pureconnect.io",
            "--type=json",
            "-p",
            """
            [{"op": "replace", "path": "/spec/versions/0/schema/openAPIV3Schema/properties/status",
              "value": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}]
            """
        );

    private static async Task WriteOldStatusesAsync(Site site)
    {
        const string Time = "2026-10-20T10:00:00Z";
        var period = $"{TimeProvider.System.GetUtcNow():yyyy-MM}";
        var ready = $$"""
            {"type": "Ready", "status": "True", "reason": "LastRunSucceeded", "message": "2 records.",
             "observedGeneration": 1, "lastTransitionTime": "{{Time}}"}
            """;
        var ended = $$"""
            {"id": "20261020T100000Z-enable-00000000", "billingPeriod": "{{period}}", "trigger": "Enable", "slot": "{{Time}}",
             "state": "Succeeded", "startedAt": "{{Time}}", "finishedAt": "{{Time}}", "records": 2, "uploaded": 2,
             "skipped": 0, "manifestKey": "finance/manifest.json", "manifestSha256": "{{new string('0', 64)}}",
             "message": "2 records are stored, 2 of them new."}
            """;
        await PatchStatusAsync(
            site,
            "bev",
            site.Name,
            $$"""
            {"observedGeneration": 1, "conditions": [{{ready}}], "enabledAt": "{{Time}}",
             "schedule": {"expression": "@monthly", "timeZone": "Etc/UTC", "handledThrough": "{{Time}}"},
             "nextRunTime": "{{Time}}", "lastHandledRequest": "before", "lastRun": {{ended}}, "history": [{{ended}}],
             "activeRun": {"id": "20261101T000000Z-schedule-00000000", "billingPeriod": "{{period}}",
               "trigger": "Schedule", "slot": "{{Time}}", "startedAt": "{{Time}}", "expected": 2, "stored": 1,
               "progress": "1/2", "failedAttempts": 3, "retryAt": "{{Time}}"} }
            """
        );
        await PatchStatusAsync(
            site,
            "bss",
            site.Name,
            $$"""{"observedGeneration": 1, "conditions": [{{ready}}], "location": "s3://{{site.Name}}/finance"}"""
        );
        await PatchStatusAsync(
            site,
            "bten",
            "acme",
            $$"""
            {"observedGeneration": 1, "tenantId": "{{site.IdOf("acme")}}", "conditions": [{{ready}}],
             "uploads": [{"event": "{{site.Name}}", "billingPeriod": "{{period}}", "runId": "20261020T100000Z-enable-00000000",
               "key": "finance/old.json", "sha256": "{{new string('0', 64)}}", "uploadedAt": "{{Time}}",
               "observedGeneration": 1}]}
            """
        );
    }

    private static Task PatchStatusAsync(Site site, string kind, string name, string status) =>
        site.PatchAsync(kind, name, $$"""{"status": {{status}}}""", "--subresource=status");
}
