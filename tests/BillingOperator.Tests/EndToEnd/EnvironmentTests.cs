namespace BillingOperator.Tests.EndToEnd;

/// <summary>What frameworks read from the environment by themselves changes nothing.</summary>
[Collection(SettingsCollection.Name)]
public sealed class EnvironmentTests(RunningOperator installation)
{
    [Fact]
    public async Task Variables_of_the_frameworks_do_not_reach_the_operator()
    {
        await using var op = await OperatorProcess.StartAsync(
            installation.OperatorKubeconfig,
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = "NoSuchAssembly",
                ["ASPNETCORE_HTTP_PORTS"] = "1",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:1",
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["DOTNET_URLS"] = "http://127.0.0.1:1",
                ["HTTP_PORTS"] = "1",
                ["Kestrel__Endpoints__Extra__Url"] = "http://127.0.0.1:1",
                ["Logging__LogLevel__Default"] = "Trace",
                ["URLS"] = "http://127.0.0.1:1",
            }
        );

        (await op.GetAsync("/readyz")).Should().StartWith("Healthy");
        op.Log.Should().NotContain("Overriding").And.NotContain("NoSuchAssembly");
    }
}
