using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>What settings say within seconds.</summary>
[Collection(Alone.Name)]
public sealed class BillingServerSettingsTests(RunningOperator installation) : IClassFixture<RunningOperator>
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
    public async Task A_denial_is_told_where_the_store_falls_silent_after_it()
    {
        using var site = await installation.CreateSiteAsync("silent");
        await site.CreateSecretAsync();
        var puts = 0;
        using var fault = installation.S3Proxy.Fail(
            request => request.Method == "PUT" && request.Path.StartsWith($"/{site.Name}/", default),
            exchange =>
                Interlocked.Increment(ref puts) == 1
                    ? exchange.AnswerAsync(
                        HttpStatusCode.Forbidden,
                        "application/xml",
                        "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
                    )
                    : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, exchange.Aborted)
        );

        await site.ApplySettingsAsync();

        var settings = await site.SettingsAsync(it => it.Has("Ready", "False"), FirstTry * 2);
        settings.Has("Ready", "False", "AccessDenied").Should().BeTrue(settings.Message("Ready"));
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
    public async Task An_unreachable_endpoint_is_told_within_10_seconds()
    {
        using var site = await installation.CreateSiteAsync("unreachable");
        await using var proxy = await FaultProxy.StartAsync(installation.S3);
        await proxy.RefuseConnectionsAsync();
        await site.CreateSecretAsync();

        await site.ApplySettingsAsync(at: proxy.Endpoint);

        await site.SettingsAsync(it => it.Has("Ready", "False", "EndpointUnreachable"), FirstTry);
    }

    [Fact]
    public async Task What_is_no_store_is_told_and_noticed_when_the_store_is_back()
    {
        using var site = await installation.CreateSiteAsync("foreign");
        await site.CreateSecretAsync();
        bool IsHere(ProxiedRequest request) => request.Path.StartsWith($"/{site.Name}/", StringComparison.Ordinal);
        using (installation.S3Proxy.Fail(IsHere, StoreFaults.Html(HttpStatusCode.OK)))
        {
            await site.ApplySettingsAsync();
            var settings = await site.SettingsAsync(it => it.Has("Ready", "False", "NotAnS3Store"), FirstTry);
            settings.Message("Ready").Should().Contain("\"Welcome Please sign in.\"");
        }
        using (installation.S3Proxy.Fail(IsHere, StoreFaults.Redirect(HttpStatusCode.Found, "https://login.example/")))
        {
            await site.KubectlAsync("annotate", "bss", site.Name, "look=again");
            var settings = await site.SettingsAsync(it => it.Has("Ready", "False", "EndpointRedirects"), FirstTry);
            settings.Message("Ready").Should().Contain("https://login.example/");
        }
        await site.KubectlAsync("annotate", "--overwrite", "bss", site.Name, "look=once-more");
        await site.SettingsAsync(it => it.Has("Ready", "True", "WriteProved"), FirstTry);
    }

    [Fact]
    public async Task A_dozen_stores_that_never_answer_do_not_delay_each_other()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start(); // Connections are taken, and nothing ever answers.
        using var site = await installation.CreateSiteAsync("silent");
        await site.CreateSecretAsync();
        var names = Enumerable.Range(0, 12).Select(i => $"{site.Name}-{i}").ToList();
        var manifest = site.SettingsManifest(at: new Uri($"http://{silent.LocalEndpoint}"));
        await installation.Cluster.ApplyAsync(
            string.Join(
                "\n---\n",
                names.Select(name =>
                    manifest.Replace($"metadata: {{name: {site.Name}}}", $"metadata: {{name: {name}}}", default)
                )
            )
        );

        await Eventually.TrueAsync(
            async () =>
            {
                var all = (await installation.GetAsync("bss"))["items"]!.AsArray();
                return names.All(name =>
                    all.Single(it => (string?)it!["metadata"]!["name"] == name)!
                        .Has("Ready", "False", "EndpointUnreachable")
                );
            },
            TimeSpan.FromSeconds(40), // One after the other they took 108 s.
            () => "some have no status"
        );

        await site.KubectlAsync(["delete", "bss", .. names]);
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
