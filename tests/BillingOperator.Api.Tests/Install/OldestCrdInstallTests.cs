using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

public sealed class OldestCrdInstallTests(OldestInstalledCluster cluster)
    : CrdInstallTests(cluster),
        IClassFixture<OldestInstalledCluster>
{
    // Only here: the API server that stands before the modern one's custom resources does not publish their schemas.
    [Theory]
    [InlineData("tenant.spec.billing.tier1AccountId", "Tier1 Account Id of the Tenant Management page")]
    [InlineData("bss.spec.s3.bucket", "Name of the bucket")]
    [InlineData("bev.status.activeRun.progress", "3200/10000")]
    public async Task Kubectl_explain_teaches(string path, string words)
    {
        var explained = "";
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    explained = await cluster.ControlPlane.KubectlAsync("explain", path);
                    return true;
                }
                catch (CommandFailedException e)
                {
                    // The server serves a kind before it publishes its schema.
                    explained = e.StandardError;
                    return false;
                }
            },
            TimeSpan.FromSeconds(60),
            () => explained
        );

        explained.Should().Contain(words);
    }
}
