using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>What was changed before a run was asked for belongs to it, also where the watch has not told of it.</summary>
public abstract class LateWatchTests(Installation installation)
{
    [Fact]
    public async Task A_run_bills_the_tenants_as_they_are_when_it_starts_although_their_watch_is_silent()
    {
        using var site = await installation.CreateSiteAsync("late");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.CreateAsync([site.CloudTenant("leaves"), site.CloudTenant("stays")]);
        await site.ApplyEventAsync(enabled: true);
        await using var api = await FaultProxy.StartAsync(installation.Cluster);
        var token = await installation.Cluster.ServiceAccountTokenAsync(Installation.OwnNamespace, "billing-operator");
        await using var running = await OperatorProcess.StartAsync(
            await installation.Cluster.WriteKubeconfigAsync(api.Endpoint, token)
        );
        await site.RunsEndedAsync(1);

        using var silent = api.Fail(
            request => request.IsWatch && request.Path.EndsWith("/tenants", StringComparison.Ordinal),
            Faults.FreezeAfter(0)
        );
        api.BreakConnections();
        await Eventually.TrueAsync(() => Task.FromResult(silent.Hits > 0), TimeSpan.FromSeconds(60), () => "no watch");
        await site.CreateAsync([site.CloudTenant("arrives")]);
        await site.KubectlAsync("delete", "tenant", "leaves", "-n", site.Name);
        await site.RequestAsync("now");

        await site.RunsEndedAsync(2);
        var manifest = await site.Bucket.ShouldBeWholeAsync(site.Name);
        Bucket.TenantIds(manifest).Should().Equal(site.IdOf("arrives"), site.IdOf("stays"));
        await site.ReceiptsShouldEqualAsync(manifest);
    }
}
