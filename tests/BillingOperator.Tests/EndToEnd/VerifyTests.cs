namespace BillingOperator.Tests.EndToEnd;

/// <summary><c>verify</c> with a cluster: after a run of the operator, with the rights of several callers.</summary>
[Collection(EventsCollection.Name)]
public sealed class VerifyTests(RunningOperator installation)
{
    [Fact]
    public async Task After_a_run_all_is_whole_and_what_changes_since_is_named()
    {
        using var site = await BillAsync("whole");

        var whole = await VerifyAsync(site.Name);
        await site.ApplyTenantsAsync(site.CloudTenant("acme", externalId: "0099"), site.CloudTenant("young"));
        await site.TenantAsync("young", it => it.Has("Ready", "True"));
        var changed = await VerifyAsync(site.Name);
        var gone = (await site.Bucket.KeysAsync(site.RecordsPrefix + site.IdOf("globex"))).Single();
        await site.Bucket.DeleteObjectAsync(gone);
        await site.KubectlAsync("delete", "bten", "initech", "-n", site.Name);
        var different = await VerifyAsync(site.Name);

        whole.ExitCode.Should().Be(0, whole.Output + whole.Error);
        whole.Output.Should().MatchRegex($"^BillingEvent {site.Name}, [0-9-]+: whole\n").And.Contain(", 3 records");
        whole.Error.Should().BeEmpty();
        changed.ExitCode.Should().Be(0, changed.Output + changed.Error);
        changed
            .Output.Should()
            .Contain($"  note: tenant {site.Name}/acme has changed since the run; the next run uploads it")
            .And.Contain($"  note: tenant {site.Name}/young was created since the run; the next run uploads it");
        different.ExitCode.Should().Be(1, different.Output + different.Error);
        different
            .Output.Should()
            .Contain($"  record missing: {gone}: ")
            .And.Contain(
                $"  tenant billed unduly: tenant {site.IdOf("initech")} has a record, and there is no such tenant any more"
            );
    }

    [Fact]
    public async Task What_the_caller_may_not_read_is_said_and_the_rest_is_checked()
    {
        using var site = await BillAsync("rights");
        await GrantAsync(site.Name, "billingevents,billingserversettings");

        var run = await VerifyAsync(site.Name, "--as", $"{site.Name}-clerk");

        run.ExitCode.Should().Be(0, run.Output + run.Error);
        run.Output.Should().Contain(": whole");
        run.Error.Should()
            .Contain("not read: Tenants: the records are held against their manifest alone")
            .And.Contain($"not read: Secret billing-system/{site.Name}: your own keys are used");
    }

    [Fact]
    public async Task A_caller_who_may_read_no_event_gets_one_line_and_2()
    {
        var run = await VerifyAsync("any", "--as", "nobody");

        run.ExitCode.Should().Be(2, run.Output);
        run.Error.Should().Contain("nothing was checked: ").And.Contain("cannot get resource \"billingevents\"");
        run.Error.Split('\n').Should().HaveCount(2, "one line says it");
    }

    [Fact]
    public async Task An_event_that_is_not_there_gets_one_line_and_2()
    {
        var run = await VerifyAsync("no-such-event");

        (run.ExitCode, run.Error)
            .Should()
            .Be((2, "billing-operator: nothing was checked: there is no BillingEvent no-such-event in this cluster\n"));
    }

    private async Task<Site> BillAsync(string name)
    {
        var site = await installation.CreateSiteAsync($"verify-{name}");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(
            site.CloudTenant("acme"),
            site.CloudTenant("globex"),
            site.OnPremisesTenant("initech")
        );
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1);
        return site;
    }

    private async Task GrantAsync(string name, string resources)
    {
        await installation.Cluster.KubectlAsync(
            "create",
            "clusterrole",
            $"{name}-clerk",
            "--verb=get,list",
            $"--resource={string.Join(',', resources.Split(',').Select(one => $"{one}.billing.pureconnect.io"))}"
        );
        await installation.Cluster.KubectlAsync(
            "create",
            "clusterrolebinding",
            $"{name}-clerk",
            $"--clusterrole={name}-clerk",
            $"--user={name}-clerk"
        );
    }

    private Task<ProgramRun> VerifyAsync(string name, params string[] more) =>
        ProgramRun.ToEndAsync(
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = installation.S3.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = installation.S3.SecretAccessKey,
            },
            ["verify", name, "--kubeconfig", installation.Cluster.KubeconfigPath, .. more]
        );
}
