using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>The program as the plugin <c>kubectl billing</c>, through the real kubectl, by whom it is made for.</summary>
[Collection(EventsCollection.Name)]
public sealed class KubectlPluginTests : IDisposable
{
    private readonly RunningOperator _installation;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plugin-");

    public KubectlPluginTests(RunningOperator installation)
    {
        _installation = installation;
        var plugin = Path.Combine(_folder.FullName, "kubectl-billing");
        var program = string.Join(' ', OperatorProgram.CommandLine.Select(word => $"'{word}'"));
        File.WriteAllText(plugin, $"#!/bin/sh\nexec {program} \"$@\"\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_landlord_requests_a_run_waits_for_it_and_sees_who_is_not_billed()
    {
        using var site = await PrepareAsync("landlord");
        await BindAsync("landlord", "clusterrolebinding", "billing-landlord");

        var run = await BillingAsync($"request {site.Name} --wait --as landlord");
        var earlier = await BillingAsync($"request {site.Name} --wait --as landlord --period 2025-12");
        var status = await BillingAsync("status --as landlord");

        run.Should()
            .Contain("(Request), Succeeded at")
            .And.Contain(": 1 records of ")
            .And.Contain("\nmanifest: finance/");
        earlier.Should().Contain("2025-12 (Request), Succeeded at");
        status
            .Should()
            .Contain($"  {site.Name}: Ready,")
            .And.Contain($"    {site.Location}\n")
            .And.Contain($"  {site.Name}: enabled, Ready\n");
        status.Should().Contain("    last: 2025-12 (Request), Succeeded at");
        status.Should().Contain($"{site.Name}/wrong: Invalid: spec.billing.tier1AccountId");
        status.Split('\n').Should().OnlyContain(line => line.Length <= 80 || !line.Trim().Contains(' '));
        status.Should().NotContain("\u001b", "there is no terminal");
    }

    [Fact]
    public async Task A_request_that_is_refused_ends_with_the_operators_words()
    {
        using var site = await PrepareAsync("refused");

        var refused = await FailAsync($"request {site.Name} --wait --period 2999-01");
        var misspelt = await FailAsync($"request {site.Name} --period 2026-13");
        var absent = await FailAsync("request nobody");

        refused.ExitCode.Should().Be(1);
        refused.Message.Should().Contain("The requested run was refused");
        misspelt.ExitCode.Should().Be(2);
        misspelt.StandardError.Should().StartWith("billing-operator: --period is \"2026-13\": enter a month");
        absent.ExitCode.Should().Be(2);
        absent.StandardError.Should().Contain("there is no BillingEvent nobody");
    }

    [Fact]
    public async Task A_disabled_event_is_not_asked_for_a_run()
    {
        using var site = await PrepareAsync("disabled");
        await site.ApplyEventAsync(enabled: false);

        var refused = await FailAsync($"request {site.Name}");

        refused.ExitCode.Should().Be(2);
        refused.StandardError.Should().Contain("is disabled").And.Contain($"kubectl patch bev {site.Name}");
        (await site.EventAsync(_ => true))["metadata"]!["annotations"]!
            .AsObject()
            .Should()
            .NotContainKey("billing.pureconnect.io/requestedAt");
    }

    [Theory]
    [InlineData("billing-tenant-administrator")]
    [InlineData("billing-tenant-viewer")]
    public async Task Whoever_has_rights_in_one_namespace_sees_its_tenants_and_requests_nothing(string role)
    {
        using var site = await PrepareAsync("team");
        await _installation.Cluster.KubectlAsync(
            "create",
            "rolebinding",
            "people",
            $"--clusterrole={role}",
            "--user=somebody",
            "-n",
            site.Name
        );

        var status = await BillingAsync($"status --as somebody -n {site.Name}");
        var request = await FailAsync($"request {site.Name} --as somebody");

        status.Should().Contain("Billing servers\n  not shown: ").And.Contain("is forbidden");
        status.Should().Contain($"Tenants of namespace {site.Name}: 2\n  1 billable, ");
        request.ExitCode.Should().Be(2);
        request.StandardError.Should().StartWith("billing-operator: the run could not be requested: ");
        request.StandardError.Trim().Should().Contain("forbidden").And.NotContain("\n");
    }

    [Fact]
    public async Task Who_may_read_nothing_or_reaches_no_server_is_told_so()
    {
        var stranger = await FailAsync("status --as stranger");
        var unreachable = await FailAsync("status --kubeconfig /dev/null");
        var nowhere = await _installation.CopyKubeconfigAsync(new Uri($"https://127.0.0.1:{LoopbackPort.Free()}"));
        var down = await FailAsync($"status --kubeconfig {nowhere}");

        stranger.ExitCode.Should().Be(2);
        stranger.Message.Should().Contain("tenants.billing.pureconnect.io is forbidden");
        unreachable.ExitCode.Should().Be(2);
        unreachable.StandardError.Trim().Should().NotContain("\n");
        down.ExitCode.Should().Be(2);
        down.Message.Should().Contain("Nothing can be shown: the API server https://127.0.0.1:", Exactly.Once());
    }

    private async Task<Site> PrepareAsync(string name)
    {
        var site = await _installation.CreateSiteAsync(name);
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        var wrong = site.OnPremisesTenant("wrong")
            .Replace("tier1AccountId: \"\"", "tier1AccountId: \"5\"", StringComparison.Ordinal);
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), wrong);
        await site.TenantAsync("acme", it => it.Has("Ready", "True"));
        await site.TenantAsync("wrong", it => it.Has("Ready", "False"));
        await site.ApplyEventAsync(enabled: true, "runOnEnable: false");
        await site.EventAsync(it => it.Has("Ready", "True"));
        return site;
    }

    private Task<string> BindAsync(string user, string kind, string role) =>
        _installation.Cluster.KubectlAsync("create", kind, $"{user}-{role}", $"--clusterrole={role}", $"--user={user}");

    private Task<string> BillingAsync(string arguments) =>
        _installation.Cluster.ShellAsync(
            $"chmod +x {_folder.FullName}/kubectl-billing && PATH={_folder.FullName}:$PATH kubectl billing {arguments}"
        );

    private async Task<CommandFailedException> FailAsync(string arguments)
    {
        var run = () => BillingAsync(arguments);
        return (await run.Should().ThrowAsync<CommandFailedException>()).Which;
    }
}
