using BillingOperator.TestEnvironment;
using BillingOperator.Tests.EndToEnd;

namespace BillingOperator.Tests.Commands;

/// <summary><c>verify --bucket s3://…</c> as a process, on a real S3 server.</summary>
public sealed class VerifyBucketTests : IAsyncLifetime
{
    private readonly RunToFolder _run = new RunToFolder()
        .With("event.yaml", RunToFolder.Event)
        .With(
            "tenants.yaml",
            string.Join("---\n", Enumerable.Range(0, 50).Select(i => ManifestFolder.Tenant($"t{i}")))
        );

    private S3Server _s3 = null!;
    private Bucket _bucket = null!;

    public async Task InitializeAsync()
    {
        _s3 = await S3Server.StartAsync();
        _bucket = new Bucket(_s3, $"verify-{Guid.NewGuid():N}"[..16]);
        await _bucket.CreateAsync();
        await _run.RunAsync();
        foreach (var (key, content) in _run.Objects)
        {
            await _bucket.WriteAsync($"copy/{key}", System.Text.Encoding.UTF8.GetBytes(content));
        }
    }

    public async Task DisposeAsync()
    {
        _run.Dispose();
        _bucket.Dispose();
        await _s3.DisposeAsync();
    }

    [Fact]
    public async Task A_whole_bucket_is_whole_and_nothing_is_written()
    {
        var before = await _bucket.KeysAsync();

        var run = await VerifyAsync($"s3://{_bucket.Name}/copy", "--endpoint", $"{_s3.Endpoint}", "--path-style");

        run.ExitCode.Should().Be(0, run.Output + run.Error);
        run.Output.Should().Contain("BillingEvent nightly, 2026-11: whole").And.Contain(", 50 records");
        run.Error.Should().BeEmpty("there is no bar where nobody looks");
        (await _bucket.KeysAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task The_place_may_be_written_as_a_status_has_it_and_a_changed_record_is_found()
    {
        var key = (await _bucket.KeysAsync("copy/nightly/billing_period=2026-11/tenants/t7/")).Single();
        await _bucket.WriteAsync(key, "{}"u8.ToArray());

        var run = await VerifyAsync($"s3://{_bucket.Name}/copy?endpoint={_s3.Endpoint}", "--path-style", "nightly");

        run.ExitCode.Should().Be(1, run.Error);
        run.Output.Should().Contain($"  record damaged: {key}: has 2 bytes, and the manifest says ");
    }

    [Theory]
    [InlineData("no-such-bucket", null, "BucketNotFound: ")]
    [InlineData(null, "unknown", "InvalidCredentials: ")]
    public async Task A_bucket_that_cannot_be_read_gets_the_operators_reason(
        string? bucket,
        string? user,
        string reason
    )
    {
        var run = await VerifyAsAsync(
            user,
            $"s3://{bucket ?? _bucket.Name}/copy",
            "--endpoint",
            $"{_s3.Endpoint}",
            "--path-style"
        );

        run.ExitCode.Should().Be(2, run.Output);
        run.Error.Should().Contain(reason).And.NotContain("spec.").And.NotContain("   at ");
        run.Error.Split('\n').Should().HaveCount(2, "one line says it");
    }

    [Fact]
    public async Task How_a_bucket_is_reached_needs_a_bucket()
    {
        var run = await ProgramRun.ToEndAsync(new Dictionary<string, string>(), "verify", "--region", "eu-central-1");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("--region needs --bucket");
    }

    private Task<ProgramRun> VerifyAsync(string place, params string[] more) => VerifyAsAsync(user: null, place, more);

    private Task<ProgramRun> VerifyAsAsync(string? user, string place, params string[] more) =>
        ProgramRun.ToEndAsync(
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = user ?? _s3.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = _s3.SecretAccessKey,
            },
            ["verify", "--bucket", place, .. more]
        );
}
