using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

[Collection(InstalledClusterCollection.Name)]
public sealed class OperatorRightsTests(InstalledCluster cluster)
{
    [Theory]
    [InlineData("watch", "tenants.billing.pureconnect.io", "anywhere")]
    [InlineData("watch", "billingserversettings.billing.pureconnect.io", "anywhere")]
    [InlineData("watch", "billingevents.billing.pureconnect.io", "anywhere")]
    [InlineData("create", "events.events.k8s.io", "anywhere")]
    [InlineData("watch", "secrets", "billing-system")]
    [InlineData("create", "leases.coordination.k8s.io", "billing-system")]
    [InlineData("update", "leases.coordination.k8s.io/billing-operator", "billing-system")]
    public async Task The_operator_may(string verb, string resource, string @namespace)
    {
        (await MayAsync(verb, resource, @namespace)).Should().BeTrue();
    }

    [Theory]
    [InlineData("patch", "tenants.billing.pureconnect.io", "anywhere")]
    [InlineData("update", "billingevents.billing.pureconnect.io", "anywhere")]
    [InlineData("delete", "billingserversettings.billing.pureconnect.io", "anywhere")]
    [InlineData("get", "secrets", "anywhere")]
    [InlineData("create", "secrets", "billing-system")]
    [InlineData("update", "leases.coordination.k8s.io/another", "billing-system")]
    [InlineData("create", "pods", "billing-system")]
    public async Task The_operator_may_not(string verb, string resource, string @namespace)
    {
        (await MayAsync(verb, resource, @namespace)).Should().BeFalse();
    }

    [Theory]
    [InlineData("patch", "tenants.billing.pureconnect.io")]
    [InlineData("patch", "billingserversettings.billing.pureconnect.io")]
    [InlineData("patch", "billingevents.billing.pureconnect.io")]
    public async Task The_operator_may_write_status(string verb, string resource)
    {
        (await MayAsync(verb, resource, "anywhere", "--subresource=status")).Should().BeTrue();
    }

    private async Task<bool> MayAsync(string verb, string resource, string @namespace, params string[] more)
    {
        try
        {
            await cluster.ControlPlane.KubectlAsync([
                "auth",
                "can-i",
                verb,
                resource,
                "-n",
                @namespace,
                "--as=system:serviceaccount:billing-system:billing-operator",
                .. more,
            ]);
            return true;
        }
        catch (CommandFailedException e) when (e.Message.Contains("no\n", StringComparison.Ordinal) && e.ExitCode == 1)
        {
            return false;
        }
    }
}
