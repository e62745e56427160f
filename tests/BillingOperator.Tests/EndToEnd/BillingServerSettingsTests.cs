using System.Globalization;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd;

[Collection(RunningOperatorCollection.Name)]
public sealed class BillingServerSettingsTests(RunningOperator installation)
{
    private static readonly TimeSpan FirstTry = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_bucket_that_takes_a_write_is_ready_and_holds_one_probe_object()
    {
        using var site = await installation.CreateSiteAsync("good");
        await site.CreateSecretAsync();

        await site.ApplySettingsAsync();

        var settings = await site.SettingsAsync(it => it.Has("Ready", "True", "WriteProved"));
        ((string)settings["status"]!["location"]!).Should().Be(site.Location);
        (await site.Bucket.KeysAsync()).Should().Equal("finance/.billing-operator-probe");
    }

    [Fact]
    public async Task A_missing_secret_is_told_and_noticed_when_it_comes()
    {
        using var site = await installation.CreateSiteAsync("secret");

        await site.ApplySettingsAsync();

        var settings = await site.SettingsAsync(it => it.Has("Ready", "False", "SecretNotFound"), FirstTry);
        settings.Message("Ready").Should().Contain(site.Name);

        await site.CreateSecretAsync();

        await site.SettingsAsync(it => it.Has("Ready", "True"), FirstTry);
    }

    [Fact]
    public async Task Wrong_keys_are_told_within_10_seconds_and_right_ones_noticed_without_a_restart()
    {
        using var site = await installation.CreateSiteAsync("keys");
        await site.CreateSecretAsync("not-the-secret");

        await site.ApplySettingsAsync();

        var settings = await site.SettingsAsync(it => it.Has("Ready", "False", "InvalidCredentials"), FirstTry);
        settings.ToString().Should().NotContain("not-the-secret");

        await site.CreateSecretAsync();

        await site.SettingsAsync(it => it.Has("Ready", "True"), FirstTry);
        installation.Operator.Log.Should().NotContain("not-the-secret");
    }

    [Fact]
    public async Task A_missing_bucket_is_told_within_10_seconds()
    {
        using var site = await installation.CreateSiteAsync("bucketless");
        await site.CreateSecretAsync();

        await site.ApplySettingsAsync(bucket: "no-such-bucket-" + site.Name);

        var settings = await site.SettingsAsync(it => it.Has("Ready", "False", "BucketNotFound"), FirstTry);
        settings.Message("Ready").Should().Contain("no-such-bucket");
    }

    [Fact]
    public async Task An_unreachable_endpoint_is_told_within_10_seconds_and_tried_again_slowly()
    {
        using var site = await installation.CreateSiteAsync("unreachable");
        await using var proxy = await FaultProxy.StartAsync(installation.S3);
        await proxy.RefuseConnectionsAsync();
        await site.CreateSecretAsync();

        await site.ApplySettingsAsync(at: proxy.Endpoint);
        await site.SettingsAsync(it => it.Has("Ready", "False", "EndpointUnreachable"), FirstTry);

        await proxy.ListenAsync();
        await site.SettingsAsync(it => it.Has("Ready", "True"), TimeSpan.FromMinutes(1));
        proxy.Requests.Count.Should().BeLessThan(10);
    }

    [Fact]
    public async Task Fields_that_break_a_rule_are_named_and_nothing_is_tried()
    {
        using var site = await installation.CreateSiteAsync("invalid");
        await site.CreateSecretAsync();

        await installation.Cluster.ApplyAsync(
            string.Format(
                CultureInfo.InvariantCulture,
                """
                apiVersion: billing.pureconnect.io/v1
                kind: BillingServerSettings
                metadata: {{name: {0}}}
                spec:
                  s3: {{bucket: bad..bucket, endpoint: "http://127.0.0.1:1"}}
                  credentials: {{secretRef: {{name: {0}}}}}
                """,
                site.Name
            )
        );

        var settings = await site.SettingsAsync(it => it.Has("Ready", "False", "Invalid"), FirstTry);
        settings.Message("Ready").Should().Contain("spec.s3.bucket: ").And.Contain("spec.s3.endpoint: ");
        settings.Has("Stalled", "True").Should().BeTrue();
    }
}
