using System.Text.Json.Nodes;
using BillingOperator.Commands;
using BillingOperator.Hosting;
using static BillingOperator.Tests.Commands.ManifestFolder;

namespace BillingOperator.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly RunToFolder _run = new RunToFolder().With("event.yaml", RunToFolder.Event);

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_run_to_a_folder_says_what_it_did_in_its_last_lines()
    {
        _run.With("tenants.yaml", Tenant("acme") + "---\n" + Tenant("globex"));

        var (exitCode, output, error) = await _run.RunAsync();

        (exitCode, error).Should().Be((0, ""));
        output
            .Should()
            .MatchRegex(
                """
                ^BillingEvent nightly, 2026-11: committed
                  records: 2 stored now, 0 already there
                  skipped: none
                  manifest: nightly/billing_period=2026-11/runs/20261130T233000Z-manual-[0-9a-f]{8}/manifest.json
                  where: OUT
                $
                """
            );
        _run.Objects.Should().HaveCount(5, "two records, a table, a manifest and a pointer");
    }

    [Fact]
    public async Task A_second_run_stores_what_has_changed_and_nothing_else()
    {
        _run.With("tenants.yaml", Tenant("acme") + "---\n" + Tenant("globex"));
        await _run.RunAsync();
        _run.With(
            "tenants.yaml",
            Tenant("acme").Replace("Some", "Another", StringComparison.Ordinal) + "---\n" + Tenant("globex")
        );

        (await _run.RunAsync()).Output.Should().Contain("records: 1 stored now, 1 already there");
    }

    [Fact]
    public async Task An_invalid_tenant_is_skipped_with_place_and_reason_and_stops_no_other()
    {
        _run.With("a.yaml", Tenant("acme")).With("b.yaml", Tenant("bad", "\n    tier1AccountId: 0011"));

        var (exitCode, output, _) = await _run.RunAsync();

        exitCode.Should().Be(1, "somebody who is to be billed is not");
        output.Should().Contain("records: 1 stored now").And.Contain("skipped: 1 tenant, not billed");
        output.Should().Contain("    team/bad (b.yaml:1): Invalid: spec.billing.tier1AccountId: must be a text");
        ((string)_run.Manifest["skipped"]![0]!["reason"]!).Should().StartWith("Invalid: spec.billing.tier1AccountId:");
    }

    [Fact]
    public async Task A_field_that_nobody_knows_keeps_its_tenant_from_being_billed()
    {
        _run.With("a.yaml", Tenant("acme", "\n    bilable: NotBillable"));

        (await _run.RunAsync())
            .Output.Should()
            .Contain("Invalid: spec.billing.bilable: is not a field: did you mean billable?");
    }

    [Fact]
    public async Task Neither_of_two_tenants_with_one_id_is_billed()
    {
        var copy = Tenant("copy").Replace("displayName: Some tenant", "tenantId: acme", StringComparison.Ordinal);
        _run.With("a.yaml", Tenant("acme")).With("b.yaml", copy).With("c.yaml", Tenant("globex"));

        var (exitCode, output, _) = await _run.RunAsync();

        exitCode.Should().Be(1);
        _run.Manifest["records"]!.AsArray().Select(record => (string)record!["tenant_id"]!).Should().Equal("globex");
        output
            .Should()
            .Contain("team/acme (a.yaml:1): DuplicateTenantId: spec.tenantId: \"acme\" is the tenant id of team/copy");
        output
            .Should()
            .Contain("team/copy (b.yaml:1): DuplicateTenantId: spec.tenantId: \"acme\" is the tenant id of team/acme");
    }

    [Fact]
    public async Task A_tenant_that_is_declared_twice_is_not_billed_by_either_declaration()
    {
        _run.With("a.yaml", Tenant("acme")).With("b.yaml", Tenant("acme"));

        var (exitCode, output, _) = await _run.RunAsync();

        exitCode.Should().Be(1);
        output.Should().Contain("is declared more than once (a.yaml:1, b.yaml:1): remove all but one");
        _run.Manifest["records"]!.AsArray().Should().BeEmpty();
        _run.Manifest["skipped"]!.AsArray().Should().ContainSingle();
    }

    [Theory]
    [InlineData("labels: {bill: true}")]
    [InlineData("lables: {bill: x}")]
    [InlineData("labels: [bill]")]
    public async Task A_tenant_whose_labels_are_wrong_is_not_left_out_by_a_selector_without_a_word(string labels)
    {
        _run.With("event.yaml", RunToFolder.Event.Replace("enabled: true", "tenantSelector: {matchLabels: {bill: x}}"))
            .With("a.yaml", Tenant("acme").Replace("name: acme", $"name: acme, {labels}", StringComparison.Ordinal));

        var (exitCode, output, _) = await _run.RunAsync();

        exitCode.Should().Be(1);
        output.Should().Contain("team/acme (a.yaml:1): Invalid: metadata.l");
    }

    [Fact]
    public async Task Tenants_behind_a_link_to_a_folder_refuse_the_run()
    {
        _run.With("a.yaml", Tenant("acme")).Link("more", "/nowhere");

        var refused = () => _run.RunAsync();

        await refused.Should().ThrowAsync<MisuseException>();
        _run.Error.Should().StartWith("more:1: is a link to /nowhere, which is not there");
    }

    [Fact]
    public async Task A_run_of_nobody_is_refused()
    {
        var refused = () => _run.RunAsync();

        (await refused.Should().ThrowAsync<MisuseException>()).WithMessage("*there is no Tenant in the manifests*");
        _run.Objects.Should().BeEmpty();
    }

    [Fact]
    public async Task A_record_that_somebody_changed_in_the_folder_is_damaged_and_not_taken_for_stored()
    {
        _run.With("a.yaml", Tenant("acme"));
        await _run.RunAsync();
        var record = Path.Combine(_run.Output, _run.Objects.Keys.Single(key => key.Contains("/tenants/")));
        await File.WriteAllTextAsync(record, (await File.ReadAllTextAsync(record)).Replace("acme", "ACME"));

        var (exitCode, _, error) = await _run.RunAsync();

        exitCode.Should().Be(1);
        error.Should().Contain("ContentDamaged");
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_record_is_a_failure()
    {
        _run.With("a.yaml", Tenant("acme"));
        await _run.RunAsync();
        var record = Path.Combine(_run.Output, _run.Objects.Keys.Single(key => key.Contains("/tenants/")));
        File.Delete(record);
        Directory.CreateDirectory(record);

        var (exitCode, _, error) = await _run.RunAsync();

        exitCode.Should().Be(1);
        error.Should().Contain("a folder is where the file belongs");
    }

    [Theory]
    [InlineData("kind: [", "The file cannot be read as YAML")]
    [InlineData("{{ include x }}", "The file is a template")]
    [InlineData(
        "apiVersion: billing.pureconnect.io/v1\nkind: Tennant\nmetadata: {name: a}\nspec: {}",
        "did you mean Tenant?"
    )]
    public async Task A_file_that_may_hide_a_tenant_refuses_the_run(string text, string error)
    {
        _run.With("a.yaml", Tenant("acme")).With("b.yaml", text);

        (await RefusedAsync()).Should().StartWith("nothing was run: a tenant may be missing");
        _run.Error.Should().Contain("b.yaml:").And.Contain(error);
        _run.Objects.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/nonexistent", "/nonexistent:1: no such file or folder")]
    [InlineData("", "'':1: is no path: name a file or folder")]
    public async Task A_path_that_is_not_there_refuses_the_run(string path, string error)
    {
        (await RefusedAsync(options => options with { Manifests = [.. options.Manifests, path] }))
            .Should()
            .StartWith("nothing was run");
        _run.Error.Should().StartWith(error);
    }

    [Fact]
    public async Task A_file_that_is_named_twice_is_read_once()
    {
        _run.With("a.yaml", Tenant("acme"));

        (
            await _run.RunAsync(options =>
                options with
                {
                    Manifests =
                    [
                        .. options.Manifests,
                        Path.Combine(options.Manifests[0], "a.yaml"),
                        .. options.Manifests,
                    ],
                }
            )
        )
            .ExitCode.Should()
            .Be(0);
    }

    [Fact]
    public async Task Without_an_event_nothing_is_run()
    {
        using var run = new RunToFolder().With("a.yaml", Tenant("acme"));

        (await run.Invoking(it => it.RunAsync()).Should().ThrowAsync<MisuseException>())
            .Which.Message.Should()
            .Contain("there is no BillingEvent");
    }

    [Fact]
    public async Task An_event_that_is_not_there_is_answered_with_the_nearest() =>
        (await RefusedAsync(options => options with { Event = "nigthly" })).Should().EndWith("did you mean nightly?");

    [Fact]
    public async Task A_disabled_event_runs_into_a_folder_and_to_a_bucket_only_by_its_name()
    {
        _run.With("tenant.yaml", Tenant("acme"));
        _run.With("event.yaml", RunToFolder.Event.Replace("true", "false", StringComparison.Ordinal));

        (await _run.RunAsync()).ExitCode.Should().Be(0);
        (await RefusedAsync(options => options with { Folder = null }))
            .Should()
            .Be(
                "nothing was run: every BillingEvent of the manifests is disabled. Name one with --event, or write to a "
                    + "folder with --output"
            );
        (await _run.RunAsync(options => options with { Folder = null, Event = "nightly" }))
            .Error.Should()
            .Contain("SettingsNotFound");
    }

    [Fact]
    public async Task An_invalid_event_is_named_and_keeps_no_other_from_running()
    {
        _run.With("tenant.yaml", Tenant("acme"));
        _run.With(
            "b.yaml",
            RunToFolder
                .Event.Replace("nightly", "broken", StringComparison.Ordinal)
                .Replace("{enabled: true}", "{timeZone: Mars}", StringComparison.Ordinal)
        );

        var (exitCode, output, error) = await _run.RunAsync();

        exitCode.Should().Be(1);
        error.Should().StartWith("BillingEvent broken: Invalid: b.yaml:1: spec.timeZone: is \"Mars\"");
        output.Should().StartWith("BillingEvent nightly, 2026-11: committed");
    }

    [Fact]
    public async Task Settings_that_are_not_valid_are_named_with_their_place()
    {
        _run.With("tenant.yaml", Tenant("acme"));
        _run.With(
            "settings.yaml",
            """
            apiVersion: billing.pureconnect.io/v1
            kind: BillingServerSettings
            metadata: {name: default}
            spec: {s3: {bucket: B}, credentials: {workloadIdentity: {}}}
            """
        );

        var (exitCode, _, error) = await _run.RunAsync(options => options with { Folder = null });

        exitCode.Should().Be(1);
        error
            .Should()
            .Contain("SettingsNotReady: BillingServerSettings default are not valid: settings.yaml:1: spec.s3.bucket");
    }

    [Theory]
    [InlineData("2026-10", "2026-10 was over when this run took its tenants")]
    [InlineData("2026-11", null)]
    public async Task An_earlier_period_is_billed_and_its_manifest_says_so(string period, string? note)
    {
        _run.With("tenant.yaml", Tenant("acme"));
        var (_, output, _) = await _run.RunAsync(options => options with { Period = period });

        output.Should().Contain($"BillingEvent nightly, {period}: committed");
        if (note is not null)
        {
            output.Should().Contain(note);
        }
    }

    [Theory]
    [InlineData("2026-12", "--period is \"2026-12\", which is yet to come: enter 2026-11 or an earlier period")]
    [InlineData("2026-11-30", "--period is \"2026-11-30\": enter a month such as 2026-11")]
    public async Task A_period_that_does_not_fit_is_refused(string period, string expected) =>
        (await RefusedAsync(options => options with { Period = period })).Should().StartWith(expected);

    [Fact]
    public async Task A_period_is_that_of_the_clock_of_the_event()
    {
        _run.With("tenant.yaml", Tenant("acme"));
        _run.With(
            "event.yaml",
            RunToFolder.Event.Replace("{enabled: true}", "{timeZone: Europe/Berlin}", StringComparison.Ordinal)
        );

        (await _run.RunAsync()).Output.Should().Contain("BillingEvent nightly, 2026-12: committed");
    }

    [Fact]
    public async Task A_dry_run_names_every_object_and_writes_none()
    {
        _run.With("tenants.yaml", Tenant("acme"));
        await _run.RunAsync();
        var before = _run.Objects;
        _run.With("more.yaml", Tenant("globex"));

        var (exitCode, output, _) = await _run.RunAsync(options => options with { IsDryRun = true });

        exitCode.Should().Be(0);
        var lines = output.Split('\n');
        lines[0].Should().StartWith("is there     nightly/billing_period=2026-11/tenants/acme/");
        lines[1].Should().StartWith("would write  nightly/billing_period=2026-11/tenants/globex/");
        lines[2].Should().EndWith("/tenants.csv");
        lines[3].Should().EndWith("/manifest.json");
        lines[4].Should().Be("would write  nightly/billing_period=2026-11/latest.json");
        lines[5].Should().Be("BillingEvent nightly, 2026-11: a dry run, nothing was written");
        lines[6].Should().Be("  records: 1 to be stored, 1 already there");
        _run.Objects.Should().Equal(before);
    }

    [Fact]
    public async Task A_dry_run_into_a_new_folder_does_not_make_it()
    {
        _run.With("tenant.yaml", Tenant("acme"));
        await _run.RunAsync(options => options with { IsDryRun = true });

        Directory.Exists(_run.Output).Should().BeFalse();
    }

    [Fact]
    public async Task A_selector_that_matches_nobody_is_told()
    {
        _run.With("tenants.yaml", Tenant("acme"))
            .With(
                "event.yaml",
                RunToFolder.Event.Replace(
                    "{enabled: true}",
                    "{tenantSelector: {matchLabels: {a: b} } }",
                    StringComparison.Ordinal
                )
            );

        (await _run.RunAsync()).Output.Should().Contain("note: spec.tenantSelector matches none of the 1 tenants");
    }

    [Fact]
    public async Task Programs_get_one_JSON_object_with_every_run()
    {
        _run.With("a.yaml", Tenant("acme")).With("b.yaml", Tenant("bad", "\n    sourceId: \"5\""));

        var (_, output, error) = await _run.RunAsync(options => options with { IsJson = true });

        error.Should().BeEmpty();
        var run = JsonNode.Parse(output)!["runs"]!.AsArray().Single()!;
        ((bool)run["committed"]!, (int)run["storedNow"]!, (int)run["alreadyThere"]!).Should().Be((true, 1, 0));
        ((string)run["skipped"]![0]!["name"]!).Should().Be("bad");
        ((string)run["manifestKey"]!).Should().EndWith($"{(string)run["runId"]!}/manifest.json");
    }

    [Fact]
    public async Task Whatever_stands_in_a_manifest_forges_no_line()
    {
        _run.With("a.yaml", Tenant("acme", "\n    \"x\\ny\": 1"));

        (await _run.RunAsync()).Output.Split('\n').Should().HaveCount(8, "each line is one of ours");
    }

    [Fact]
    public async Task Who_stops_a_run_is_told_how_to_go_on()
    {
        _run.With("a.yaml", Tenant("acme"));
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        var (exitCode, _, error) = await _run.RunAsync(cancellationToken: stopped.Token);

        exitCode.Should().Be(130);
        error.Should().StartWith("BillingEvent nightly, 2026-11: Interrupted: it was stopped");
    }

    [Fact]
    public async Task A_folder_that_a_cluster_writes_to_is_left_alone_unless_that_is_named()
    {
        _run.With("tenant.yaml", Tenant("acme"));
        Directory.CreateDirectory(_run.Output);
        await File.WriteAllTextAsync(
            Path.Combine(_run.Output, ".billing-operator-probe"),
            """{"cluster_uid": "uid-of-blue", "cluster": "blue"}"""
        );

        var (exitCode, _, error) = await _run.RunAsync();
        var beside = await _run.RunAsync(options => options with { ClusterUid = "uid-of-blue" });

        exitCode.Should().Be(1);
        error.Should().Contain("PrefixInUse: cluster \"blue\" (uid-of-blue) writes there: name another folder");
        error.Should().Contain("--cluster-uid uid-of-blue");
        beside.ExitCode.Should().Be(0);
        ((string?)_run.Manifest["cluster_uid"]).Should().Be("uid-of-blue");
    }

    private async Task<string> RefusedAsync(Func<RunOptions, RunOptions>? change = null) =>
        (await _run.Invoking(it => it.RunAsync(change)).Should().ThrowAsync<MisuseException>()).Which.Message;
}
