using System.Text.Json.Nodes;
using BillingOperator.Commands;
using BillingOperator.Hosting;
using BillingOperator.Storage;
using static BillingOperator.Tests.Commands.ManifestFolder;

namespace BillingOperator.Tests.Commands;

/// <summary><c>verify</c> without a cluster, on what <c>run</c> wrote.</summary>
public sealed class VerifyCommandTests : IAsyncLifetime
{
    private readonly RunToFolder _run = new RunToFolder()
        .With("event.yaml", RunToFolder.Event)
        .With("tenants.yaml", Tenant("acme") + "---\n" + Tenant("globex"));

    public Task InitializeAsync() => _run.RunAsync();

    public Task DisposeAsync()
    {
        _run.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_run_wrote_is_whole()
    {
        var (exitCode, output, error) = await VerifyAsync();

        (exitCode, error).Should().Be((0, ""));
        output
            .Should()
            .MatchRegex(
                """
                ^BillingEvent nightly, 2026-11: whole
                  run 20261130T233000Z-manual-[0-9a-f]{8}, committed 2026-11-30T23:30:00Z, 2 records
                1 billing period in OUT: whole
                $
                """
            );
    }

    [Fact]
    public async Task Each_difference_is_a_line_with_what_to_do()
    {
        File.Delete(Path.Combine(_run.Output, RecordOf("acme")));

        var (exitCode, output, error) = await VerifyAsync();

        (exitCode, error).Should().Be((1, ""));
        output
            .Should()
            .Contain("BillingEvent nightly, 2026-11: 1 difference\n")
            .And.Contain(
                $"  record missing: {RecordOf("acme")}: is not there, and the manifest names it; run the period again: "
                    + "billing-operator request nightly --period 2026-11, or without a cluster "
                    + "billing-operator run --event nightly --period 2026-11\n"
            )
            .And.EndWith("1 billing period in OUT: 1 not whole\n");
    }

    [Fact]
    public async Task A_name_in_the_folder_can_forge_no_line()
    {
        await File.WriteAllTextAsync(Path.Combine(_run.Output, "nightly/billing_period=2026-11/a\nwhole\u001b[2J"), "");

        var (_, output, _) = await VerifyAsync();

        output.Should().Contain("a\\u000awhole\\u001b[2J: is no object").And.NotContain("\u001b");
    }

    [Fact]
    public async Task Programs_read_JSON()
    {
        await File.AppendAllTextAsync(Path.Combine(_run.Output, RecordOf("globex")), " ");

        var (exitCode, output, _) = await VerifyAsync(options => options with { IsJson = true });

        exitCode.Should().Be(1);
        var result = JsonNode.Parse(output)!;
        ((bool)result["whole"]!).Should().BeFalse();
        var period = result["periods"]!.AsArray().Should().ContainSingle().Subject!;
        ((string)period["event"]!, (string)period["billingPeriod"]!, (int)period["records"]!)
            .Should()
            .Be(("nightly", "2026-11", 2));
        var finding = period["findings"]!.AsArray().Should().ContainSingle().Subject!;
        ((string)finding["kind"]!, (string)finding["severity"]!, (string)finding["tenantId"]!)
            .Should()
            .Be(("RecordDamaged", "Difference", "globex"));
        ((string)finding["key"]!).Should().Be(RecordOf("globex"));
    }

    [Theory]
    [InlineData(null, "2026-10", "there is no billing period 2026-10 of any event below OUT")]
    [InlineData("weekly", null, "there is no billing period of event weekly below OUT")]
    [InlineData(null, "soon", "--period 'soon': must be a month such as 2026-11")]
    public async Task Nothing_to_check_is_no_success(string? name, string? period, string error)
    {
        var verify = () => VerifyAsync(options => options with { Event = name, Period = period });

        (await verify.Should().ThrowAsync<MisuseException>())
            .Which.Message.Replace(_run.Output, "OUT", StringComparison.Ordinal)
            .Should()
            .Contain(error);
    }

    [Theory]
    [InlineData("/no/such/folder", "there is no such folder")]
    [InlineData("https://bucket", "must be s3://BUCKET/PREFIX or a folder")]
    [InlineData("s3://NOT_A_BUCKET", "--bucket: ")]
    [InlineData("s3://bucket/a/../b", "--bucket: ")]
    [InlineData("s3://bucket?endpoint=ftp://host", "--endpoint: ")]
    public async Task A_place_that_is_none_gets_one_line(string place, string error)
    {
        var verify = () => VerifyAsync(options => options with { Bucket = new BucketAddress { Location = place } });

        (await verify.Should().ThrowAsync<MisuseException>())
            .Which.Message.Should()
            .Contain(error)
            .And.NotContain("spec.");
    }

    [Fact]
    public async Task Whoever_stops_it_gets_130()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        (await VerifyAsync(cancellationToken: stopped.Token)).ExitCode.Should().Be(130);
    }

    private string RecordOf(string tenant) =>
        (string)_run.Manifest["records"]!.AsArray().Single(record => (string)record!["tenant_id"]! == tenant)!["key"]!;

    private async Task<(int ExitCode, string Output, string Error)> VerifyAsync(
        Func<VerifyOptions, VerifyOptions>? change = null,
        CancellationToken cancellationToken = default
    )
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var options = new VerifyOptions
        {
            Bucket = new BucketAddress { Location = _run.Output },
            Concurrency = 4,
            OperatorNamespace = "billing-system",
        };
        var exitCode = await VerifyCommand.VerifyAsync(
            change?.Invoke(options) ?? options,
            () => throw new InvalidOperationException("no cluster is needed"),
            TimeProvider.System,
            output,
            error,
            cancellationToken
        );
        return (exitCode, $"{output}".Replace(_run.Output, "OUT", StringComparison.Ordinal), $"{error}");
    }
}
