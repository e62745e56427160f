using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd.HighAvailability;

[Collection(Alone.Name)]
public sealed class CleanStopTests(Installation installation) : IClassFixture<Installation>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_stop_waits_for_work_of_some_seconds_and_then_releases_the_lease()
    {
        using var site = await installation.CreateSiteAsync("stop");
        await using var op = await installation.StartOperatorAsync();
        var probing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var slow = installation.S3Proxy.Fail(
            request => request.Path.Contains(site.Name, StringComparison.Ordinal),
            exchange =>
            {
                probing.TrySetResult();
                return Faults.Delay(TimeSpan.FromSeconds(5))(exchange);
            },
            times: 1
        );
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await probing.Task.WaitAsync(Patience);

        (await op.StopAsync()).Should().Be(0, op.Log);

        await site.SettingsAsync(it => it.Has("Ready", "True"));
        var lease = await installation.GetAsync("lease", "billing-operator", Installation.OwnNamespace);
        ((string?)lease["spec"]!["holderIdentity"]).Should().BeNullOrEmpty();
    }
}
