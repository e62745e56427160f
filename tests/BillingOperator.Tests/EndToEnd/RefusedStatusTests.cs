using System.Net;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>A tenant whose status the API server refuses: nobody else notices, and whoever looks after the operator sees it.</summary>
[Collection(NeighborsCollection.Name)]
public sealed class RefusedStatusTests(Installation installation)
{
    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    public async Task The_event_of_all_goes_on_and_the_refusal_is_told(HttpStatusCode code)
    {
        await using var api = await FaultProxy.StartAsync(installation.Cluster);
        using var site = await installation.CreateSiteAsync("refused");
        using var refused = api.Fail(
            request => request.Path.EndsWith($"/{site.Name}/tenants/refused/status", StringComparison.Ordinal),
            Faults.Status(code, message: "found invalid Unicode character escape code")
        );
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("refused"), site.CloudTenant("fine"));
        await site.ApplyEventAsync(enabled: true);

        await using var running = await OperatorProcess.StartAsync(
            await installation.CopyKubeconfigAsync(api.Endpoint)
        );
        await site.RunsEndedAsync(1, TimeSpan.FromSeconds(60));

        var manifest = await site.Bucket.ShouldBeWholeAsync(site.Name);
        Bucket.TenantIds(manifest).Should().Equal(site.IdOf("fine"), site.IdOf("refused"));
        await site.TenantAsync("fine", it => it.Has("Uploaded", "True"));
        (await running.GetAsync("/metrics")).Should().Contain("controller_runtime_refused_statuses{kind=\"Tenant\"} 1");
        (await running.GetAsync("/readyz")).Should().StartWith("Degraded").And.Contain($"{site.Name}/refused");
        running.Log.Split('\n').Should().ContainSingle(line => line.Contains("its status cannot be written"));
        (await running.StopAsync()).Should().Be(0);
    }
}
