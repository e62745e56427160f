using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using BillingOperator.Tests.EndToEnd;

namespace BillingOperator.Tests.Commands;

/// <summary><c>run</c> as a process, to a real S3 server.</summary>
public sealed class RunToBucketTests : IAsyncLifetime
{
    private readonly ManifestFolder _manifests = new();
    private S3Server _s3 = null!;
    private FaultProxy _proxy = null!;
    private Bucket _bucket = null!;

    public async Task InitializeAsync()
    {
        _s3 = await S3Server.StartAsync();
        _proxy = await FaultProxy.StartAsync(_s3);
        _bucket = new Bucket(_s3, $"run-{Guid.NewGuid():N}"[..16]);
        await _bucket.CreateAsync();
        _manifests.With("event.yaml", RunToFolder.Event).With("settings.yaml", Settings());
        DeclareTenants(1);
    }

    public async Task DisposeAsync()
    {
        _manifests.Dispose();
        _bucket.Dispose();
        await _proxy.DisposeAsync();
        await _s3.DisposeAsync();
    }

    [Fact]
    public async Task A_run_that_is_stopped_ends_between_objects_and_the_next_one_goes_on()
    {
        const int tenants = 400;
        DeclareTenants(tenants);
        using (HoldRecordsAfter(30))
        {
            using var process = ProgramRun.Start(Keys, "run", "--manifests", _manifests.Path);
            await Eventually.TrueAsync(
                async () => (await _bucket.KeysAsync("finance/nightly")).Count >= 20,
                TimeSpan.FromSeconds(60),
                () => "no record is stored"
            );
            using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            var stopped = await ProgramRun.EndOfAsync(process);

            stopped.ExitCode.Should().Be(130, stopped.Error);
            stopped.Output.Should().BeEmpty();
            stopped
                .Error.Should()
                .MatchRegex(
                    $"^BillingEvent nightly, [0-9-]+: Interrupted: it was stopped. [0-9]+ of {tenants} records are stored; "
                        + "run it again to go on\n$"
                );
        }
        var stored = (await _bucket.KeysAsync("finance/nightly")).Count;
        stored.Should().BeInRange(20, tenants - 1);

        var next = await ProgramRun.ToEndAsync(Keys, "run", "--manifests", _manifests.Path);

        next.ExitCode.Should().Be(0, next.Error);
        next.Output.Should().Contain($"records: {tenants - stored} stored now, {stored} already there");
        (await _bucket.ShouldBeWholeAsync("nightly"))["records"]!.AsArray().Should().HaveCount(tenants);
        next.Error.Should().BeEmpty("there is no bar where nobody looks");
    }

    [Theory]
    [InlineData(null, "\u001b[38;5")]
    [InlineData("1", null)]
    public async Task On_a_terminal_a_bar_shows_how_far_it_is(string? noColor, string? colour)
    {
        DeclareTenants(200);
        using var slow = SlowRecords();
        var program = OperatorProgram.With("run", "--manifests", _manifests.Path);
        var line = string.Join(' ', program.ArgumentList.Prepend(program.FileName).Select(word => $"'{word}'"));
        var start = new ProcessStartInfo("script", ["-qec", line, "/dev/null"])
        {
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm-256color" },
        };
        foreach (var (name, value) in Keys)
        {
            start.Environment[name] = value;
        }
        start.Environment["NO_COLOR"] = noColor;

        using var process = Process.Start(start)!;
        var screen = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0, screen);
        screen.Should().MatchRegex("Uploading [0-9]+/200").And.Contain("records: 200 stored now");
        if (colour is null)
        {
            screen.Should().NotMatchRegex("\u001b\\[[0-9;]*m[^\u001b]*Uploading").And.NotContain("\u001b[38;5");
        }
        else
        {
            screen.Should().Contain(colour);
        }
    }

    [Fact]
    public async Task Where_the_keys_are_not_known_the_reason_is_the_operators()
    {
        var keys = new Dictionary<string, string>(Keys) { ["AWS_ACCESS_KEY_ID"] = "unknown" };

        var run = await ProgramRun.ToEndAsync(keys, "run", "--manifests", _manifests.Path);

        run.ExitCode.Should().Be(1);
        run.Error.Should().MatchRegex("^BillingEvent nightly, [0-9-]+: InvalidCredentials: ");
    }

    [Fact]
    public async Task Without_keys_it_says_how_to_give_them()
    {
        var none = new Dictionary<string, string>
        {
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["HOME"] = _manifests.Path,
        };

        var run = await ProgramRun.ToEndAsync(none, "run", "--manifests", _manifests.Path);

        run.ExitCode.Should().Be(1);
        run.Error.Should()
            .Contain("InvalidCredentials: the AWS default chain gives no credentials")
            .And.Contain("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named()
    {
        _manifests.With("settings.yaml", Settings(bucket: "no-such-bucket"));

        var run = await ProgramRun.ToEndAsync(Keys, "run", "--manifests", _manifests.Path);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("BucketNotFound: ").And.Contain("no-such-bucket");
    }

    [Fact]
    public async Task A_CA_bundle_in_a_Secret_is_asked_for_and_may_come_from_a_file()
    {
        _manifests.With(
            "settings.yaml",
            Settings(more: "caBundle: {secretRef: {name: ca, key: ca.crt} }", scheme: "https")
        );
        var file = Path.Combine(_manifests.Path, "ca.pem");
        string[] with = ["run", "--manifests", _manifests.Path, "--ca-bundle", file];

        var without = await ProgramRun.ToEndAsync(Keys, "run", "--manifests", _manifests.Path);
        await File.WriteAllTextAsync(file, "no certificate");
        var unreadable = await ProgramRun.ToEndAsync(Keys, with);
        await File.WriteAllTextAsync(file, SomeCertificate());
        var given = await ProgramRun.ToEndAsync(Keys, with);
        _manifests.With("settings.yaml", Settings());
        var needless = await ProgramRun.ToEndAsync(Keys, with);

        without.Error.Should().Contain("SecretNotFound: ").And.Contain("give the certificates by --ca-bundle FILE");
        (unreadable.ExitCode, given.ExitCode, needless.ExitCode).Should().Be((2, 1, 2));
        unreadable.Error.Should().Contain($"--ca-bundle {file}: holds no certificate");
        given.Error.Should().Contain("it does not speak TLS", "the bundle is taken, and the store is a plain one");
        needless.Error.Should().Contain("--ca-bundle stands for the Secret").And.Contain("leave it out");
    }

    private static string SomeCertificate()
    {
        using var key = ECDsa.Create();
        return new CertificateRequest("CN=some", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1))
            .ExportCertificatePem();
    }

    private Dictionary<string, string> Keys =>
        new() { ["AWS_ACCESS_KEY_ID"] = _s3.AccessKeyId, ["AWS_SECRET_ACCESS_KEY"] = _s3.SecretAccessKey };

    private void DeclareTenants(int count) =>
        _manifests.With(
            "tenants.yaml",
            string.Join("---\n", Enumerable.Range(0, count).Select(i => ManifestFolder.Tenant($"tenant-{i}")))
        );

    /// <summary>Lets some records through and no other, until whoever sends it gives up.</summary>
    private FaultRule HoldRecordsAfter(int records)
    {
        var puts = 0;
        return _proxy.Fail(
            request =>
                request.Method == "PUT"
                && request.Path.Contains("/tenants/", StringComparison.Ordinal)
                && Interlocked.Increment(ref puts) > records,
            exchange => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, exchange.Aborted)
        );
    }

    private FaultRule SlowRecords() =>
        _proxy.Fail(
            request => request.Method == "PUT" && request.Path.Contains("/tenants/", StringComparison.Ordinal),
            Faults.Delay(TimeSpan.FromMilliseconds(500))
        );

    private string Settings(string? bucket = null, string more = "", string scheme = "http") =>
        $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: BillingServerSettings
            metadata: {name: default}
            spec:
              s3: {
                bucket: {{bucket ?? _bucket.Name}}, region: us-east-1, prefix: finance,
                endpoint: "{{scheme}}://{{_proxy.Endpoint.Authority}}", forcePathStyle: true,
                {{(scheme == "http" ? "allowInsecureEndpoint: true," : "")}} {{more}}
              }
              credentials: {secretRef: {name: billing-s3} }
            """;
}
