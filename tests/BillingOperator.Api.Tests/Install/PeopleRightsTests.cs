using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

public sealed class PeopleRightsTests(InstalledCluster cluster) : IClassFixture<InstalledCluster>
{
    [Theory]
    [InlineData("billing-landlord", "list", "events")]
    [InlineData("billing-landlord", "list", "events.events.k8s.io")]
    [InlineData("billing-landlord", "patch", "billingevents.billing.pureconnect.io")]
    [InlineData("billing-tenant-administrator", "list", "events")]
    [InlineData("billing-tenant-administrator", "list", "events.events.k8s.io")]
    [InlineData("billing-tenant-viewer", "watch", "events")]
    public async Task A_role_for_people_allows(string role, string verb, string resource)
    {
        await BindAsync(role);

        (await MayAsync(role, verb, resource)).Should().BeTrue();
    }

    [Theory]
    [InlineData("billing-landlord", "get", "secrets")]
    [InlineData("billing-landlord", "create", "events")]
    [InlineData("billing-tenant-administrator", "patch", "billingevents.billing.pureconnect.io")]
    [InlineData("billing-tenant-viewer", "patch", "tenants.billing.pureconnect.io")]
    public async Task A_role_for_people_does_not_allow(string role, string verb, string resource)
    {
        await BindAsync(role);

        (await MayAsync(role, verb, resource)).Should().BeFalse();
    }

    private async Task BindAsync(string role)
    {
        try
        {
            await cluster.ControlPlane.KubectlAsync(
                "create",
                "clusterrolebinding",
                role,
                $"--clusterrole={role}",
                $"--user={role}"
            );
        }
        catch (CommandFailedException e) when (e.Message.Contains("already exists", StringComparison.Ordinal))
        {
            // By another case of the same theory.
        }
    }

    private async Task<bool> MayAsync(string role, string verb, string resource)
    {
        try
        {
            await cluster.ControlPlane.KubectlAsync("auth", "can-i", verb, resource, "-n", "anywhere", $"--as={role}");
            return true;
        }
        catch (CommandFailedException e) when (e.Message.Contains("no\n", StringComparison.Ordinal) && e.ExitCode == 1)
        {
            return false;
        }
    }
}
