using System.Text.RegularExpressions;
using BillingOperator.Hosting;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd.Visibility;

/// <summary>What a user sees who looks at the log of an operator that has no trouble.</summary>
public sealed partial class QuietLogTests(Installation installation) : IClassFixture<Installation>
{
    /// <summary>Longer than a watch may be silent.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(80);

    [Fact]
    public async Task A_normal_start_and_a_quiet_cluster_have_nothing_louder_than_information()
    {
        using var site = await installation.CreateSiteAsync("quiet");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), site.OnPremisesTenant("adatum"));
        await site.ApplyTenantsAsync(
            site.CloudTenant("copy").Replace(site.IdOf("copy"), site.IdOf("acme"), StringComparison.Ordinal)
        );
        await site.ApplyEventAsync(enabled: true);

        await using var op = await installation.StartOperatorAsync(
            "--tenant-workers",
            "4",
            "--log-level",
            "information"
        );
        await site.RunsEndedAsync(1);
        await site.TenantAsync("acme", it => it.Has("Uploaded", "True"));
        await Eventually.TrueAsync(
            () => Task.FromResult(op.Log.Contains("Tenants that are not ready", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(60),
            () => op.Log
        );
        var start = op.Log.Split('\n');
        await Task.Delay(Quiet, TimeProvider.System);

        op.Log.Split('\n').Should().Equal(start, "nothing happens, so there is nothing to tell");
        start.Should().OnlyContain(line => Calm().IsMatch(line));
        start[0]
            .Should()
            .MatchRegex(
                $@"INF billing-operator {Regex.Escape(ProgramVersion.Text)} starts: "
                    + @"API server https://127\.0\.0\.1:\d+/ \(v1\.\d+\.\d+.*\), namespace billing-system, cluster default, "
                    + @"options: .*--tenant-workers 4.*; proxies: API server direct; stores: none"
            );
        start[0].Should().NotContain("--log-level", "that is its default");
        Lines(start, $"BillingServerSettings {site.Name}: Ready=True, WriteProved: ").Should().Be(1);
        Lines(start, "Tenants that became ready (2): ").Should().Be(1);
        Lines(start, $"Tenants that are not ready (1): {site.Name}/copy (DuplicateTenantId: ").Should().Be(1);
        Lines(start, $"BillingEvent {site.Name}: run ").Should().Be(2, "it starts and it ends");
    }

    private static int Lines(IEnumerable<string> log, string text) =>
        log.Count(line => line.Contains(text, StringComparison.Ordinal));

    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3} (INF|DBG) ")]
    private static partial Regex Calm();
}
