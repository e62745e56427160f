using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

/// <summary>Releases in a cluster that is not empty.</summary>
[Collection(HelmClusterCollection.Name)]
public sealed class ReleaseTests(HelmCluster cluster)
{
    private const string Release = "billing-operator";
    private const string HandOver = "and install again: ";

    private static readonly string[] AsSecond = ["--set", "crds.install=false,rbac.userRoles=false"];

    [Fact]
    public async Task A_second_release_is_told_who_has_the_CRDs_and_can_stand_by()
    {
        await cluster.UpgradeOrInstallAsync(Release);

        var refusal = await RefusedAsync("standby", "second");
        var left = await cluster.ControlPlane.HelmAsync("list", "-q", "-n", "standby");
        await cluster.UpgradeOrInstallInAsync("standby", "second", AsSecond);
        await cluster.ControlPlane.HelmAsync("uninstall", "second", "-n", "standby");

        refusal
            .Should()
            .Contain("the release default/billing-operator has this cluster's billing CRDs or roles already");
        refusal.Should().Contain("set crds.install=false and rbac.userRoles=false");
        left.Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_release_of_the_same_name_is_told_to_take_another()
    {
        await cluster.UpgradeOrInstallAsync(Release);

        (await RefusedAsync("standby", Release, AsSecond))
            .Should()
            .Contain("the release default/billing-operator has a ClusterRole billing-operator already")
            .And.Contain("set fullnameOverride");
    }

    [Fact]
    public async Task A_release_takes_over_what_another_left_by_the_command_that_it_names()
    {
        await cluster.UpgradeOrInstallAsync(Release);
        await cluster.ControlPlane.HelmAsync("uninstall", Release, "-n", "default");
        await cluster.ControlPlane.ApplyAsync(Manifests.Tenant("handed-over", "{}"));

        await TakeOverAsync("moved", "billing", await RefusedAsync("moved", "billing"));
        await cluster.ControlPlane.HelmAsync("uninstall", "billing", "-n", "moved");
        await TakeOverAsync("default", Release, await RefusedAsync("default", Release));

        (await cluster.ControlPlane.KubectlAsync("get", "tenant", "handed-over", "-n", "default", "-o", "name"))
            .Should()
            .NotBeEmpty();
    }

    [Fact]
    public async Task From_kustomize_to_Helm_and_back_every_tenant_stays()
    {
        await cluster.ForgetAsync(Release);
        await cluster.KustomizeAsync("apply", "--validate=false", "setup");
        await cluster.ControlPlane.CrdsEstablishedAsync();
        await cluster.KustomizeAsync("apply", "--validate=false", "default");
        await cluster.ControlPlane.ApplyAsync(Manifests.Tenant("moved", "{}"));
        await cluster.KustomizeAsync("delete", "--wait=true", "default");

        var refusal = await RefusedAsync("default", Release);
        await TakeOverAsync("default", Release, refusal);
        await cluster.ControlPlane.HelmAsync("uninstall", Release, "-n", "default");
        await cluster.KustomizeAsync("apply", "--validate=false", "setup");
        await cluster.KustomizeAsync("apply", "--validate=false", "default");
        await cluster.KustomizeAsync("delete", "--wait=true", "default");
        var left = await cluster.ControlPlane.KubectlAsync(
            "get",
            "tenants/moved",
            "clusterroles/billing-landlord",
            "ns/billing-system",
            "-n",
            "default",
            "-o",
            "name"
        );

        refusal.Should().Contain("this cluster has the billing CRDs or roles already, and no Helm release owns them");
        left.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(3);
    }

    /// <summary>But for what needs CRDs of the Prometheus operator.</summary>
    [Fact]
    public async Task The_API_server_takes_every_object_that_the_chart_can_render()
    {
        await cluster.UpgradeOrInstallAsync(Release);
        await cluster.ControlPlane.CrdsEstablishedAsync();

        await cluster.UpgradeOrInstallAsync(
            Release,
            "-f",
            Path.Combine(HelmCluster.Chart, "ci", "everything-values.yaml"),
            "--set",
            "metrics.serviceMonitor.enabled=false,metrics.prometheusRule.enabled=false"
        );
        var objects = await cluster.ControlPlane.KubectlAsync(
            "get",
            "deploy/billing-eu",
            "netpol/billing-eu",
            "pdb/billing-eu",
            "configmap/billing-eu-dashboard",
            "secret/billing-s3",
            "-n",
            "default",
            "-o",
            "name"
        );
        await cluster.UpgradeOrInstallAsync(Release, "--reset-values");

        objects.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(5);
    }

    [Fact]
    public async Task Settings_and_event_from_values_need_their_CRDs_first()
    {
        string[] values =
        [
            "--set",
            "settings.spec.s3.bucket=contoso-billing,settings.spec.credentials.secretRef.name=billing-s3",
            "--set",
            "event.spec.schedule=@daily,credentials.accessKeyId=a,credentials.secretAccessKey=b",
        ];
        await cluster.ForgetAsync(Release);

        var refusal = await RefusedAsync("default", Release, values);
        await cluster.UpgradeOrInstallAsync(Release);
        await cluster.ControlPlane.CrdsEstablishedAsync();
        await cluster.UpgradeOrInstallAsync(Release, values);
        await cluster.ControlPlane.KubectlAsync(
            "patch",
            "bev",
            "pureconnect",
            "--type=merge",
            "-p",
            "{\"spec\":{\"enabled\":true}}"
        );
        await cluster.UpgradeOrInstallAsync(Release, [.. values, "--set", "event.spec.schedule=@hourly"]);
        var spec = await cluster.ControlPlane.KubectlAsync("get", "bev", "pureconnect", "-o", "jsonpath={.spec}");

        refusal.Should().Contain("this cluster does not know the kind Billing").And.Contain("upgrade with them");
        spec.Should().Be("""{"enabled":true,"schedule":"@hourly"}""");
    }

    private async Task TakeOverAsync(string @namespace, string release, string refusal)
    {
        var command = refusal[(refusal.IndexOf(HandOver, StringComparison.Ordinal) + HandOver.Length)..];
        await cluster.ControlPlane.ShellAsync(command.Trim());
        await cluster.UpgradeOrInstallInAsync(@namespace, release);
    }

    private async Task<string> RefusedAsync(string @namespace, string release, params string[] more)
    {
        var install = () => cluster.UpgradeOrInstallInAsync(@namespace, release, more);
        return (await install.Should().ThrowAsync<CommandFailedException>()).Which.StandardError;
    }
}
