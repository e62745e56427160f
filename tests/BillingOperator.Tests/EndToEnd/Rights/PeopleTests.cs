using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.EndToEnd.Rights;

/// <summary>What people do and cannot do with the roles that are made for them, each with a token of their own.</summary>
[Collection(EventsCollection.Name)]
public sealed class PeopleTests(RunningOperator installation)
{
    [Fact]
    public async Task A_landlord_runs_billing_and_reads_what_the_operator_tells()
    {
        using var site = await installation.CreateSiteAsync("landlord");
        await site.CreateSecretAsync();
        var landlord = await LogInAsync(site, "billing-landlord", isInCluster: true);

        await landlord.DoAsync(site.SettingsManifest(), "apply", "--validate=false", "-f", "-");
        await landlord.DoAsync(site.CloudTenant("acme"), "apply", "--validate=false", "-f", "-");
        await landlord.DoAsync(site.EventManifest(enabled: true), "apply", "--validate=false", "-f", "-");
        await site.RunsEndedAsync(1);

        await landlord.ReadsAsync("RunCommitted", "describe", "bev", site.Name);
        await landlord.IsRefusedAsync("", "get", "secrets", "-n", Installation.OwnNamespace);
    }

    [Fact]
    public async Task A_tenant_administrator_declares_tenants_of_a_namespace_and_nothing_else()
    {
        using var site = await installation.CreateSiteAsync("own");
        using var other = await installation.CreateSiteAsync("other");
        var administrator = await LogInAsync(site, "billing-tenant-administrator");

        await administrator.DoAsync(site.CloudTenant("acme", tier3: ""), "apply", "--validate=false", "-f", "-");
        await site.TenantAsync("acme", it => it.Has("Ready", "False"));

        await administrator.ReadsAsync("Warning", "describe", "bten", "acme", "-n", site.Name);
        await administrator.DoAsync("", "delete", "bten", "acme", "-n", site.Name);
        await administrator.IsRefusedAsync(other.CloudTenant("b"), "apply", "--validate=false", "-f", "-");
        await administrator.IsRefusedAsync(site.EventManifest(enabled: true), "apply", "--validate=false", "-f", "-");
        await administrator.IsRefusedAsync(site.SettingsManifest(), "apply", "--validate=false", "-f", "-");
        await administrator.IsRefusedAsync("", "get", "bten", "-A");
    }

    [Fact]
    public async Task A_viewer_reads_tenants_of_a_namespace_and_writes_none()
    {
        using var site = await installation.CreateSiteAsync("viewed");
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.TenantAsync("acme", it => it.Has("Ready", "True"));
        var viewer = await LogInAsync(site, "billing-tenant-viewer");

        (await viewer.DoAsync("", "get", "bten", "-n", site.Name)).Should().Contain("Billable");
        await viewer.DoAsync("", "get", "events", "-n", site.Name);
        await viewer.IsRefusedAsync("", "delete", "bten", "acme", "-n", site.Name);
        await viewer.IsRefusedAsync("", "get", "bev");
    }

    private async Task<Person> LogInAsync(Site site, string role, bool isInCluster = false)
    {
        var cluster = installation.Cluster;
        await cluster.KubectlAsync("create", "serviceaccount", "person", "-n", site.Name);
        string[] binding = isInCluster ? ["clusterrolebinding", site.Name] : ["rolebinding", "person", "-n", site.Name];
        await cluster.KubectlAsync([
            "create",
            .. binding,
            $"--clusterrole={role}",
            $"--serviceaccount={site.Name}:person",
        ]);
        var token = await cluster.ServiceAccountTokenAsync(site.Name, "person");
        return new Person(installation, await cluster.WriteKubeconfigAsync(cluster.Server, token));
    }

    /// <summary>Somebody with a kubeconfig of their own.</summary>
    private sealed class Person(Installation installation, string kubeconfig)
    {
        public Task<string> DoAsync(string input, params string[] arguments) =>
            installation.Cluster.KubectlWithInputAsync(input, ["--kubeconfig", kubeconfig, .. arguments]);

        /// <summary>Waits until they read something: an Event comes after the status that it is about.</summary>
        public async Task ReadsAsync(string words, params string[] arguments)
        {
            var output = "";
            await Eventually.TrueAsync(
                async () => (output = await DoAsync("", arguments)).Contains(words, StringComparison.Ordinal),
                TimeSpan.FromSeconds(30),
                () => $"{words} is not in\n{output}"
            );
        }

        public async Task IsRefusedAsync(string input, params string[] arguments)
        {
            var act = () => DoAsync(input, arguments);

            (await act.Should().ThrowAsync<CommandFailedException>(string.Join(' ', arguments)))
                .Which.StandardError.Should()
                .Contain("forbidden");
        }
    }
}
