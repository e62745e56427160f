using System.Globalization;
using BillingOperator.TestEnvironment.Proxying;
using Xunit.Abstractions;

namespace BillingOperator.Tests.EndToEnd.Kills;

/// <summary>
/// Exactly once, on real parts: the operator is killed at every step of a run and at random moments, while requests to
/// the API server and to the store fail at random and people change tenants. Then the bucket is read without its code.
/// </summary>
[Collection(Alone.Name)]
public sealed class KillTests(RulelessInstallation installation, ITestOutputHelper output)
    : IClassFixture<RulelessInstallation>
{
    private const int DefaultTenants = 200;
    private const int DefaultKills = 3;

    /// <summary>How many tenants there are; <c>hack/test.sh --slow</c> sets it.</summary>
    private static int Tenants => Number("BILLING_TEST_TENANTS") ?? DefaultTenants;

    /// <summary>How many kills at random moments; <c>hack/test.sh --kills</c> and <c>--slow</c> set it.</summary>
    private static int RandomKills => Number("BILLING_TEST_KILLS") ?? DefaultKills;

    [Fact]
    public async Task Killed_anywhere_among_faults_every_record_is_stored_once_and_receipts_tell_the_truth()
    {
        var seed = Number("BILLING_TEST_SEED") ?? Random.Shared.Next();
        var random = new Random(seed);
        await using var api = await FaultProxy.StartAsync(installation.Cluster);
        using var site = await PrepareAsync("kills");
        var history = new TenantHistory(installation, site.Name, random);
        await history.FillAsync(Tenants);
        var requests = new Requests(site);
        await using var victim = new KilledOperator(await KubeconfigAsync(api), api, installation.S3Proxy);
        int faultsAtApi;
        int faultsAtStore;
        int atSteps;
        using (var storm = new FaultStorm(seed, api, installation.S3Proxy))
        {
            victim.Start();
            foreach (var afterTheWork in new[] { false, true })
            {
                await KillAtEveryStepAsync(victim, history, requests, afterTheWork);
            }
            atSteps = victim.Kills;
            while (victim.Kills < atSteps + RandomKills)
            {
                await KillAtRandomAsync(victim, history, requests, random, atSteps + RandomKills - victim.Kills);
            }
            (faultsAtApi, faultsAtStore) = (storm.ApiFaults, storm.S3Faults);
        }
        await requests.RunAsync(requests.ThisMonth);

        var audit = await AuditAsync(site, history);

        output.WriteLine(
            $"kills {victim.Kills} (at steps {atSteps}, at random moments {victim.Kills - atSteps}), "
                + $"faults {faultsAtApi + faultsAtStore} (API server {faultsAtApi}, store {faultsAtStore}), "
                + $"changes of tenants {history.Log.Count - Tenants}, runs {audit.Runs}, records checked {audit.Records}, "
                + $"differences: {audit.Differences.Count}; seed {seed}"
        );
        audit.Differences.Should().BeEmpty($"seed {seed}");
        audit.Runs.Should().Be(requests.Count);
    }

    /// <summary>Without election two replicas both believe that they lead, for good and not for seconds.</summary>
    [Fact]
    public async Task Two_leaders_at_the_same_time_end_in_the_same_state()
    {
        var seed = Number("BILLING_TEST_SEED") ?? Random.Shared.Next();
        var random = new Random(seed);
        await using var api = await FaultProxy.StartAsync(installation.Cluster);
        using var site = await PrepareAsync("leaders");
        var history = new TenantHistory(installation, site.Name, random);
        await history.FillAsync(Tenants);
        var requests = new Requests(site);
        var kubeconfig = await KubeconfigAsync(api);
        await using (var one = await OperatorProcess.StartAsync(kubeconfig, "--leader-elect=false"))
        await using (var other = await OperatorProcess.StartAsync(kubeconfig, "--leader-elect=false"))
        {
            using (new FaultStorm(seed, api, installation.S3Proxy))
            {
                for (var round = 0; round < 3; round++)
                {
                    await requests.MakeAsync(round == 1 ? requests.ThisMonth : requests.NextMonth());
                    await history.ChangeAsync(5);
                    await requests.EndedAsync();
                }
            }
            await requests.RunAsync(requests.ThisMonth);
        }

        var audit = await AuditAsync(site, history);

        output.WriteLine(
            $"two leaders: runs {audit.Runs}, records checked {audit.Records}, "
                + $"differences: {audit.Differences.Count}; seed {seed}"
        );
        audit.Differences.Should().BeEmpty($"seed {seed}");
        audit.Runs.Should().Be(requests.Count);
    }

    private static async Task KillAtEveryStepAsync(
        KilledOperator victim,
        TenantHistory history,
        Requests requests,
        bool afterTheWork
    )
    {
        Func<Task> provoke = () => requests.MakeAsync(requests.NextMonth());
        foreach (var step in Step.Of(requests.Event, Tenants))
        {
            await victim.KillAtAsync(step, afterTheWork, provoke);
            if (step.Path == "/tenants/")
            {
                await history.ChangeAsync(3);
            }
            provoke = () =>
            {
                victim.Start();
                return Task.CompletedTask;
            };
        }
        victim.Start();
        await requests.EndedAsync();

        await requests.RunAsync(requests.ThisMonth);
        provoke = () => requests.MakeAsync(requests.ThisMonth);
        foreach (var step in Step.End(requests.Event))
        {
            await victim.KillAtAsync(step, afterTheWork, provoke);
            provoke = () =>
            {
                victim.Start();
                return Task.CompletedTask;
            };
        }
        victim.Start();
        await requests.EndedAsync();
    }

    private static async Task KillAtRandomAsync(
        KilledOperator victim,
        TenantHistory history,
        Requests requests,
        Random random,
        int mostKills
    )
    {
        await history.ChangeAsync(random.Next(1, 8));
        await requests.MakeAsync(random.Next(2) == 0 ? requests.NextMonth() : requests.ThisMonth);
        for (var kills = Math.Min(random.Next(2, 5), mostKills); kills > 0; kills--)
        {
            await Task.Delay(random.Next(3000), CancellationToken.None);
            await victim.KillAsync();
            if (random.Next(3) == 0)
            {
                await history.ChangeAsync(2);
            }
            victim.Start();
        }
        await requests.EndedAsync();
    }

    private async Task<Site> PrepareAsync(string name)
    {
        var site = await installation.CreateSiteAsync(name);
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyEventAsync(
            enabled: true,
            """
            runOnEnable: false
              historyLimit: 100
              uploadConcurrency: 8
            """
        );
        return site;
    }

    private async Task<string> KubeconfigAsync(FaultProxy api)
    {
        var token = await installation.Cluster.ServiceAccountTokenAsync(Installation.OwnNamespace, "billing-operator");
        return await installation.Cluster.WriteKubeconfigAsync(api.Endpoint, token);
    }

    private async Task<BucketAudit> AuditAsync(Site site, TenantHistory history)
    {
        var runs = (await site.EventAsync(_ => true))["status"]!["history"]!.AsArray();
        var tenants = (await installation.GetAsync("bten", @namespace: site.Name))["items"]!.AsArray();
        var audit = new BucketAudit(site.Name, history);
        await audit.CheckAsync(site.Bucket, runs, tenants);
        return audit;
    }

    private static int? Number(string variable) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.Integer,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
}
