using System.Net;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd.Visibility;

[Collection(SettingsCollection.Name)]
public sealed class HealthTests(RunningOperator installation)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_replica_is_alive_at_once_and_ready_when_its_caches_are_in_sync()
    {
        await using var network = await FaultProxy.StartAsync(installation.Cluster);
        var kubeconfig = await installation.CopyKubeconfigAsync(network.Endpoint);
        using var unlisted = network.Fail(
            request => request.Path.EndsWith("/billingevents", StringComparison.Ordinal),
            Faults.Status(HttpStatusCode.InternalServerError)
        );
        await using var op = OperatorProcess.Launch(kubeconfig, new Dictionary<string, string>());
        await Eventually.TrueAsync(() => op.AnswersAsync("/healthz", HttpStatusCode.OK), Patience, () => op.Log);
        foreach (var kind in new[] { "Tenant", "BillingServerSettings", "Secret" })
        {
            await Eventually.TrueAsync(
                () => Task.FromResult(op.Log.Contains($"{kind} cache is in sync", StringComparison.Ordinal)),
                Patience,
                () => op.Log
            );
        }

        (await op.StatusAsync("/readyz")).Should().Be(HttpStatusCode.ServiceUnavailable);
        await Eventually.TrueAsync(() => unlisted.Hits > 0, "the list that fails is asked for");
        unlisted.Dispose();

        await Eventually.TrueAsync(() => op.AnswersAsync("/readyz", HttpStatusCode.OK), Patience, () => op.Log);
        (await op.StatusAsync("/healthz")).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whatever_is_wrong_outside_a_replica_is_alive()
    {
        using var site = await installation.CreateSiteAsync("alive");
        await site.CreateSecretAsync("not-the-secret");
        await site.ApplySettingsAsync();
        await site.ApplyEventAsync(enabled: true);
        await site.EventAsync(it => it.Has("Ready", "False"));
        await using var network = await FaultProxy.StartAsync(installation.Cluster);
        var kubeconfig = await installation.CopyKubeconfigAsync(network.Endpoint);
        await using var standby = await OperatorProcess.StartAsync(kubeconfig);

        await network.RefuseConnectionsAsync();

        await Eventually.TrueAsync(
            () => Task.FromResult(standby.Log.Contains("cannot be watched", StringComparison.Ordinal)),
            Patience,
            () => standby.Log
        );
        (await standby.StatusAsync("/healthz")).Should().Be(HttpStatusCode.OK, "a restart brings no API server back");
        (await standby.StatusAsync("/readyz")).Should().Be(HttpStatusCode.OK, "it has all that it had");
        (await installation.Operator.StatusAsync("/healthz"))
            .Should()
            .Be(HttpStatusCode.OK, "wrong keys are not stuck");
    }
}
