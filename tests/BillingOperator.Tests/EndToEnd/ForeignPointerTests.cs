using System.Text;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

[Collection(EventsCollection.Name)]
public sealed class ForeignPointerTests(RunningOperator installation)
{
    [Fact]
    public async Task A_pointer_that_is_not_the_operators_is_told_everywhere_with_what_to_do()
    {
        using var site = await installation.CreateSiteAsync("pointer");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.TenantAsync("acme", it => it.Has("Ready", "True"));
        var latest = $"finance/{site.Name}/{Bucket.Period}/latest.json";
        await site.Bucket.WriteAsync(latest, Encoding.UTF8.GetBytes("<garbage>"));

        await site.ApplyEventAsync(enabled: true);

        await site.RunsEndedAsync(1);
        var told = (await site.EventAsync(it => it.Has("Ready", "True", "LastRunSucceeded"))).Message("Ready");
        told.Should().Contain($"latest.json does not point at this run. ContentDamaged: object {latest}");
        told.Should().Contain("\"<garbage>\"").And.Contain("delete it").And.Contain("request a run");
        told.Should().NotContain("invalid start");
        await Eventually.TrueAsync(
            () =>
                installation
                    .Operator.Log.Split('\n')
                    .Any(line => line.Contains("WRN", default) && line.Contains(latest, default)),
            $"a warning names {latest}"
        );
        (await installation.Operator.GetAsync("/metrics"))
            .Should()
            .MatchRegex($"billing_latest_failures.*event=\"{site.Name}\".* 1");

        await site.Bucket.DeleteObjectAsync(latest);
        await site.RequestAsync("again");

        await site.RunsEndedAsync(2);
        await site.Bucket.ShouldBeWholeAsync(site.Name);
    }
}
