using System.Net;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd;

[Collection(EventsCollection.Name)]
public sealed class BillingEventTests(RunningOperator installation)
{
    private static readonly TimeSpan UntilNextMinute = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_disabled_event_uploads_nothing_and_is_ready()
    {
        using var site = await PrepareAsync("disabled");

        await site.ApplyEventAsync(enabled: false);

        await site.EventAsync(it => it.Has("Ready", "True", "Disabled"));
        await site.RequestAsync("now");
        await site.EventAsync(it => (string?)it["status"]!["requests"]?["at"]?["outcome"] == "Refused");
        (await site.Bucket.KeysAsync()).Should().Equal("finance/.billing-operator-probe");
    }

    [Fact]
    public async Task Enabling_uploads_every_billable_tenant_and_leaves_receipts()
    {
        using var site = await PrepareAsync("enable");
        await site.ApplyTenantsAsync(site.CloudTenant("broken", tier3: ""));
        await site.ApplyEventAsync(enabled: false);

        await site.EnableAsync();

        var status = (await site.RunsEndedAsync(1))["status"]!;
        var last = status["lastRun"]!;
        ((string)last["state"]!).Should().Be("Succeeded");
        ((string)last["trigger"]!).Should().Be("Enable");
        ((int)last["records"]!).Should().Be(2);
        ((int)last["skipped"]!).Should().Be(1);
        ((string)last["message"]!).Should().Contain($"{site.Name}/broken").And.Contain("tier3AccountId");

        var manifest = await site.Bucket.ShouldBeWholeAsync(site.Name);
        Bucket.TenantIds(manifest).Should().Equal(site.IdOf("acme"), site.IdOf("globex"));
        ((string)manifest["skipped"]!.AsArray().Single()!["name"]!).Should().Be("broken");
        ((string)last["manifestSha256"]!)
            .Should()
            .Be(Bucket.Sha256(await site.Bucket.ReadAsync((string)last["manifestKey"]!)));
        await site.ReceiptsShouldEqualAsync(manifest);
        await site.TenantAsync("broken", it => it.Has("Uploaded", "False"));
    }

    [Fact]
    public async Task The_record_has_the_contracts_bytes_under_the_contracts_key()
    {
        using var site = await PrepareAsync("bytes");
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1);

        var key = (await site.Bucket.KeysAsync(site.RecordsPrefix + site.IdOf("acme") + "/")).Single();

        var start = TimeProvider.System.GetUtcNow();
        var record =
            $$"""{"schema_version":1,"record_id":"{{site.IdOf("acme")}}/{{start:yyyy-MM}}","billing_period_start":"{{start:yyyy-MM}}-01","billing_period_end":"{{start.AddMonths(1):yyyy-MM}}-01","tenant_id":"{{site.IdOf("acme")}}","tenant_name":"acme, Inc.","namespace":"{{site.Name}}","billable":"PureConnect","deployment":"Cloud","tier1_account_id":"0011","tier2_account_id":"T2-7","tier3_account_id":"T3-7","external_id":"0042","source_id":"S-7"}"""
            + "\n";
        (await site.Bucket.TextAsync(key)).Should().Be(record);
        var hash = Bucket.Sha256(await site.Bucket.ReadAsync(key));
        key.Should().Be($"finance/{site.Name}/{Bucket.Period}/tenants/{site.IdOf("acme")}/{hash[..16]}.json");
    }

    [Fact]
    public async Task A_request_with_nothing_changed_puts_no_record_and_writes_no_receipt()
    {
        using var site = await PrepareAsync("rerun");
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1);
        var before = await VersionAsync(site, "acme");
        var puts = RecordPuts(site);
        puts.Should().Be(2);

        await site.RequestAsync("again");

        var last = (await site.RunsEndedAsync(2))["status"]!["lastRun"]!;
        ((string)last["trigger"]!).Should().Be("Request");
        ((int)last["uploaded"]!).Should().Be(0);
        RecordPuts(site).Should().Be(puts);
        (await VersionAsync(site, "acme")).Should().Be(before);
        await site.Bucket.ShouldBeWholeAsync(site.Name);
    }

    [Fact]
    public async Task A_changed_tenant_puts_exactly_one_record()
    {
        using var site = await PrepareAsync("changed");
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1);
        var puts = RecordPuts(site);
        await site.ApplyTenantsAsync(site.CloudTenant("acme", externalId: "0043"));
        await site.TenantAsync("acme", it => it.Has("Uploaded", "False", "Changed"));

        await site.RequestAsync("changed");
        await site.RunsEndedAsync(2);

        RecordPuts(site).Should().Be(puts + 1);
        (await site.Bucket.KeysAsync(site.RecordsPrefix)).Should().HaveCount(3);
        await site.ReceiptsShouldEqualAsync(await site.Bucket.ShouldBeWholeAsync(site.Name));
    }

    [Fact]
    public async Task A_request_for_an_earlier_period_uploads_under_that_period_and_leaves_the_present_one_alone()
    {
        using var site = await PrepareAsync("earlier");
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1);
        var present = await ContentAsync(site);
        var month = TimeProvider.System.GetUtcNow().AddMonths(-2);
        var before = await site.TenantAsync("acme", it => it.Has("Uploaded", "True"));

        await site.KubectlAsync(
            "annotate",
            "bev",
            site.Name,
            $"billing.pureconnect.io/requestedPeriod={month:yyyy-MM}"
        );

        var status = (await site.RunsEndedAsync(2))["status"]!;
        var last = status["lastRun"]!;
        ((string)last["message"]!).Should().Contain($"{month:yyyy-MM} was over when this run took its tenants");
        ((string)(await site.Bucket.JsonAsync((string)last["manifestKey"]!))["note"]!).Should().Contain("was over");
        ((string)status["requests"]!["period"]!["runId"]!).Should().Be((string)last["id"]!);
        var tenant = await site.TenantAsync("acme", it => it["status"]!["uploads"]!.AsArray().Count == 2);
        tenant.Condition("Uploaded")!.ToJsonString().Should().Be(before.Condition("Uploaded")!.ToJsonString());
        ((string)tenant["status"]!["billingPeriod"]!).Should().Be((string)before["status"]!["billingPeriod"]!);
        ((string)last["billingPeriod"]!).Should().Be($"{month:yyyy-MM}");
        ((int)last["uploaded"]!).Should().Be(2);
        var all = await ContentAsync(site);
        all.Should().Contain(present);
        var folder = $"finance/{site.Name}/billing_period={month:yyyy-MM}/";
        all.Keys.Except(present.Keys).Should().HaveCount(5).And.AllSatisfy(key => key.Should().StartWith(folder));
        var record = all.Keys.Single(key =>
            key.StartsWith($"{folder}tenants/{site.IdOf("acme")}/", StringComparison.Ordinal)
        );
        all[record].Should().Contain($"\"billing_period_start\":\"{month:yyyy-MM}-01\"");
    }

    [Fact]
    public async Task A_requested_period_is_used_up_and_run_now_means_the_current_period_again()
    {
        using var site = await PrepareAsync("used-up");
        await site.ApplyEventAsync(enabled: true, "runOnEnable: false");
        var month = TimeProvider.System.GetUtcNow().AddMonths(-1);
        await site.KubectlAsync(
            "annotate",
            "bev",
            site.Name,
            $"billing.pureconnect.io/requestedPeriod={month:yyyy-MM}"
        );
        await site.RunsEndedAsync(1);

        await site.RequestAsync("now");

        var status = (await site.RunsEndedAsync(2))["status"]!;
        status["history"]!
            .AsArray()
            .Select(run => (string)run!["billingPeriod"]!)
            .Should()
            .Equal($"{TimeProvider.System.GetUtcNow():yyyy-MM}", $"{month:yyyy-MM}");
        await site.EventAsync(it => it.Has("RequestAccepted", "True"));
    }

    [Fact]
    public async Task A_refused_request_stands_in_the_status_until_the_next_one()
    {
        using var site = await PrepareAsync("refused");
        await site.ApplyEventAsync(enabled: true, "runOnEnable: false");
        await site.KubectlAsync("annotate", "bev", site.Name, "billing.pureconnect.io/requestedPeriod=0001-01");

        var refused = await site.EventAsync(it => it.Has("RequestAccepted", "False", "RequestRefused"));

        refused.Message("RequestAccepted").Should().Contain("requestedPeriod").And.Contain("before 2000");
        refused.Has("Ready", "True").Should().BeTrue();
        ((string)refused["status"]!["requests"]!["period"]!["outcome"]!).Should().Be("Refused");
        await site.RequestAsync("now");
        await site.EventAsync(it => it.Has("RequestAccepted", "True"));
    }

    [Fact]
    public async Task A_selector_that_matches_nobody_succeeds_and_says_so()
    {
        using var site = await PrepareAsync("nobody");
        await site.ApplyEventAsync(enabled: false);
        await site.PatchAsync(
            "bev",
            site.Name,
            """{"spec":{"enabled":true,"tenantSelector":{"matchLabels":{"site":"nowhere"}}}}"""
        );

        var ended = await site.EventAsync(it => it.Has("Ready", "True", "NoTenantSelected"));

        ended.Message("Ready").Should().MatchRegex("spec.tenantSelector matches none of the [0-9]+ tenants");
        ((string)ended["status"]!["lastRun"]!["state"]!).Should().Be("Succeeded");
        ((int)ended["status"]!["lastRun"]!["selected"]!).Should().Be(0);
        (await site.TenantAsync("acme", _ => true)).Has("Uploaded", "False", "NotSelected").Should().BeTrue();
    }

    /// <summary>An edit that is undone, or that says the same in other words, leaves the record as it is.</summary>
    [Fact]
    public async Task An_edit_that_does_not_change_the_record_leaves_the_tenant_uploaded()
    {
        using var site = await PrepareAsync("undone");
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1);
        await site.ApplyTenantsAsync(site.CloudTenant("acme", externalId: "0043"));
        await site.TenantAsync("acme", it => it.Has("Uploaded", "False", "Changed"));

        await site.ApplyTenantsAsync(site.CloudTenant("acme"));

        var tenant = await site.TenantAsync("acme", it => it.Has("Uploaded", "True"));
        ((long)tenant["metadata"]!["generation"]!).Should().BeGreaterThan(2);
    }

    [Fact]
    public async Task A_slot_of_the_schedule_starts_a_run()
    {
        using var site = await PrepareAsync("schedule");

        await site.ApplyEventAsync(
            enabled: true,
            """
            runOnEnable: false
              schedule: "* * * * *"
            """
        );

        var status = (await site.RunsEndedAsync(1, UntilNextMinute))["status"]!;
        status["nextRunTime"].Should().NotBeNull();
        status["history"]!.AsArray().Select(run => (string)run!["trigger"]!).Should().AllBe("Schedule");
        ((DateTimeOffset)status["lastRun"]!["slot"]!).Second.Should().Be(0);
        await site.KubectlAsync("delete", "bev", site.Name);
    }

    [Fact]
    public async Task Without_settings_the_event_says_so_and_goes_on_by_itself_when_they_come()
    {
        using var site = await installation.CreateSiteAsync("waits");
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.ApplyEventAsync(enabled: true);

        var waiting = await site.EventAsync(it => it.Has("Ready", "False", "SettingsNotFound"));
        waiting.Message("Ready").Should().Contain(site.Name);

        await site.ApplySettingsAsync();
        await site.EventAsync(it =>
            it.Has("Ready", "False", "SettingsNotReady")
            && it.Message("Ready").Contains("SecretNotFound", StringComparison.Ordinal)
        );

        await site.CreateSecretAsync();
        await site.RunsEndedAsync(1);
        await site.Bucket.ShouldBeWholeAsync(site.Name);
    }

    [Fact]
    public async Task A_run_that_the_store_breaks_off_is_tried_again_and_ends_whole()
    {
        using var site = await PrepareAsync("faulty");
        using var fault = installation.S3Proxy.Fail(
            request => IsRecordPut(request, site),
            Faults.S3Error(HttpStatusCode.Forbidden, "AccessDenied"),
            times: 2
        );

        await site.ApplyEventAsync(enabled: true);

        var failed = await site.EventAsync(it => it.Has("Ready", "False", "AccessDenied"));
        ((int)failed["status"]!["activeRun"]!["failedAttempts"]!).Should().BePositive();
        await site.RunsEndedAsync(1, TimeSpan.FromMinutes(2));
        await site.ReceiptsShouldEqualAsync(await site.Bucket.ShouldBeWholeAsync(site.Name));
        await site.EventAsync(it => it.Has("Ready", "True"));
    }

    [Fact]
    public async Task History_is_bounded_and_newest_first()
    {
        using var site = await PrepareAsync("history");
        await site.ApplyEventAsync(enabled: true, "historyLimit: 2");
        await site.RunsEndedAsync(1);

        foreach (var value in new[] { "one", "two" })
        {
            await site.RequestAsync(value);
            await site.EventAsync(it =>
                (string?)it["status"]!["requests"]?["at"]?["value"] == value && it["status"]!["activeRun"] is null
            );
        }

        var history = (await site.EventAsync(_ => true))["status"]!["history"]!.AsArray();
        history.Select(run => (string)run!["trigger"]!).Should().Equal("Request", "Request");
        history.Select(run => (DateTimeOffset)run!["finishedAt"]!).Should().BeInDescendingOrder();
    }

    private async Task<Site> PrepareAsync(string name)
    {
        var site = await installation.CreateSiteAsync(name);
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), site.OnPremisesTenant("globex"));
        await site.TenantAsync("acme", it => it.Has("Ready", "True"));
        await site.TenantAsync("globex", it => it.Has("Ready", "True"));
        await site.SettingsAsync(it => it.Has("Ready", "True"));
        return site;
    }

    private static async Task<Dictionary<string, string>> ContentAsync(Site site)
    {
        var content = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in await site.Bucket.KeysAsync())
        {
            content.Add(key, await site.Bucket.TextAsync(key));
        }
        return content;
    }

    private int RecordPuts(Site site) => installation.S3Proxy.Requests.Count(request => IsRecordPut(request, site));

    private static bool IsRecordPut(ProxiedRequest request, Site site) =>
        request.Method == "PUT"
        && Uri.UnescapeDataString(request.Path).Contains(site.RecordsPrefix, StringComparison.Ordinal);

    private static async Task<string> VersionAsync(Site site, string tenant) =>
        (string)(await site.TenantAsync(tenant, _ => true))["metadata"]!["resourceVersion"]!;
}
