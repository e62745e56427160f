using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>An operator whose way out leads through the proxies of its environment.</summary>
public sealed class ProxyTests(Installation installation) : IClassFixture<Installation>
{
    private static readonly Uri Server = new("https://10.20.30.40:6443");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task API_server_and_store_are_reached_through_the_proxies_of_the_environment()
    {
        await using var toServer = new ForwardProxy(installation.Cluster.Server, "jane", "p@ss");
        await using var toStore = new ForwardProxy(installation.S3Proxy.Endpoint);
        using var site = await installation.CreateSiteAsync("proxied");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync(at: new Uri("http://10.1.2.3:9000"));
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.ApplyEventAsync(enabled: true);

        await using var running = await OperatorProcess.StartAsync(
            await KubeconfigAsync(),
            new Dictionary<string, string>
            {
                ["HTTPS_PROXY"] = $"http://jane:p%40ss@127.0.0.1:{toServer.Port}",
                ["http_proxy"] = $"127.0.0.1:{toStore.Port}",
                ["NO_PROXY"] = "169.254.169.254,10.0.0.0/24,.svc,.cluster.local",
            }
        );
        await site.RunsEndedAsync(1, Patience);

        await site.Bucket.ShouldBeWholeAsync(site.Name);
        toServer.Targets.Should().OnlyContain(target => target == "10.20.30.40:6443").And.NotBeEmpty();
        toStore.Targets.Should().OnlyContain(target => target == "10.1.2.3:9000").And.NotBeEmpty();
        running.Log.Should().NotContain("p@ss").And.NotContain("p%40ss");
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("*")]
    [InlineData("localhost, 10.20.30.40:6443")]
    public async Task An_API_server_that_NO_PROXY_exempts_is_reached_directly(string exempt)
    {
        await using var proxy = new ForwardProxy(installation.Cluster.Server);

        await using var unreachable = OperatorProcess.Launch(
            await KubeconfigAsync(),
            new Dictionary<string, string> { ["HTTPS_PROXY"] = $"http://127.0.0.1:{proxy.Port}", ["NO_PROXY"] = exempt }
        );
        await Eventually.TrueAsync(
            () => Task.FromResult(unreachable.Log.Contains("cannot be watched", StringComparison.Ordinal)),
            Patience,
            () => unreachable.Log
        );

        proxy.Targets.Should().BeEmpty();
    }

    /// <summary>The server by an address that only the proxy can reach.</summary>
    private async Task<string> KubeconfigAsync()
    {
        var file = await installation.CopyKubeconfigAsync(Server);
        var text = await File.ReadAllTextAsync(file);
        var address = $"server: \"{Server}\"";
        text.Should().Contain(address);
        await File.WriteAllTextAsync(
            file,
            text.Replace(address, $"{address}, tls-server-name: \"127.0.0.1\"", StringComparison.Ordinal)
        );
        return file;
    }
}
