using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.TestEnvironment.Processes;
using k8s.Models;

namespace BillingOperator.Api.Tests.Install;

public abstract class CrdInstallTests(InstalledCluster cluster)
{
    private const string Sample = "billingevent/pureconnect";

    private static readonly DateTimeOffset Time = new(2026, 11, 23, 1, 2, 3, TimeSpan.Zero);

    private static readonly V1Condition Condition = new()
    {
        Type = ConditionTypes.Ready,
        Status = "True",
        ObservedGeneration = 1,
        LastTransitionTime = Time.UtcDateTime,
        Reason = "Fine",
        Message = "All is well.",
    };

    private static readonly HandledRequest Request = new()
    {
        Value = "now 🚀",
        Outcome = RequestOutcome.Accepted,
        Message = "Run r2 is for 2026-11.",
        HandledAt = Time,
    };

    [Fact]
    public async Task Samples_apply_and_show_in_the_columns_of_their_kinds()
    {
        await cluster.ApplyFolderAsync("samples");

        var shown = await cluster.ControlPlane.KubectlAsync("get", "billing", "--all-namespaces");

        shown
            .Should()
            .MatchRegex(@"NAMESPACE\s+NAME\s+BILLABLE\s+DEPLOYMENT\s+READY\s+REASON\s+UPLOADED\s+PERIOD\s+AGE");
        shown.Should().MatchRegex(@"tenant\.billing\.pureconnect\.io/adatum\s+PureConnect\s+OnPremises\s");
        shown.Should().MatchRegex(@"NAME\s+BUCKET\s+READY\s+REASON\s+AGE\s+\S+/default\s+contoso-billing\s");
        shown.Should().MatchRegex(@"NAME\s+ENABLED\s+SCHEDULE\s+NEXT\s+LAST\s+PROGRESS\s+RUNNING\s+READY\s+AGE");
        shown.Should().MatchRegex(@"/pureconnect\s+(<none>\s+)?0 2 \* \* \*\s");
    }

    [Fact]
    public async Task What_kubectl_enables_stays_enabled_when_the_sample_is_applied_again()
    {
        await cluster.ApplyFolderAsync("samples");
        await PatchAsync("true");
        await cluster.ApplyFolderAsync("samples");
        var enabled = await cluster.ControlPlane.KubectlAsync("get", Sample, "-o", "jsonpath={.spec.enabled}");
        await PatchAsync("null");

        enabled.Should().Be("true");

        Task<string> PatchAsync(string value) =>
            cluster.ControlPlane.KubectlAsync(
                "patch",
                Sample,
                "--type=merge",
                "-p",
                $"{{\"spec\":{{\"enabled\":{value}}}}}"
            );
    }

    [Fact]
    public async Task Git_enables_the_sample_by_one_more_line()
    {
        var sample = await File.ReadAllTextAsync(Repository.PathOf("config", "samples", "billingevent.yaml"));
        var line = sample.Split('\n').Single(line => line.EndsWith("enabled: true", StringComparison.Ordinal));
        await cluster.ControlPlane.ApplyAsync($"{sample}\n{line.TrimStart('#')[1..]}\n");
        var enabled = await cluster.ControlPlane.KubectlAsync("get", Sample, "-o", "jsonpath={.spec.enabled}");
        await cluster.ControlPlane.ApplyAsync(sample);
        var disabled = await cluster.ControlPlane.KubectlAsync("get", Sample, "-o", "jsonpath={.spec.enabled}");

        enabled.Should().Be("true");
        disabled.Should().BeEmpty();
    }

    [Fact]
    public async Task The_API_server_keeps_every_field_of_a_tenants_status()
    {
        await cluster.ControlPlane.ApplyAsync(Manifests.Tenant("status", "{billable: NotBillable}"));
        var status = new TenantStatus
        {
            ObservedGeneration = 1,
            TenantId = "status",
            Conditions = [Condition, Condition with { Type = ConditionTypes.Uploaded, Status = "False" }],
            Uploads =
            [
                new UploadReceipt
                {
                    Event = "pureconnect",
                    BillingPeriod = "2026-11",
                    RunId = "r1",
                    Key = "pureconnect/billing_period=2026-11/tenants/status/0123456789abcdef.json",
                    Sha256 = new string('a', 64),
                    UploadedAt = Time,
                    Location = "s3://contoso-billing/pureconnect",
                },
                new UploadReceipt
                {
                    Event = "pureconnect",
                    BillingPeriod = "2026-10",
                    RunId = "r0",
                    Location = "s3://contoso-billing/pureconnect",
                    Key = "pureconnect/billing_period=2026-10/tenants/status/0123456789abcdef.json",
                    Sha256 = new string('b', 64),
                    UploadedAt = Time,
                },
            ],
            BillingPeriod = "2026-11",
            TenantIdHeldBy = new TenantIdHolder
            {
                Namespace = "other",
                Name = "older",
                ObservedGeneration = 1,
            },
        };

        var kept = await cluster.WriteStatusAsync("tenants", "status", status);

        kept.Should().BeEquivalentTo(status);
        var row = await cluster.ControlPlane.KubectlAsync("get", "bten", "status", "--no-headers");
        row.Should().MatchRegex(@"^status\s+NotBillable\s+True\s+Fine\s+False\s+2026-11\s");
    }

    [Fact]
    public async Task The_API_server_keeps_every_field_of_the_settings_status()
    {
        await cluster.ControlPlane.ApplyAsync(Manifests.Settings("status", "{workloadIdentity: {}}"));
        var status = new BillingServerSettingsStatus
        {
            ObservedGeneration = 1,
            Conditions = [Condition],
            Location = "s3://contoso-billing/pureconnect",
        };

        var kept = await cluster.WriteStatusAsync("billingserversettings", "status", status);

        kept.Should().BeEquivalentTo(status);
    }

    [Fact]
    public async Task The_API_server_keeps_every_field_of_an_events_status_and_shows_its_progress()
    {
        await cluster.ControlPlane.ApplyAsync(Manifests.Event("status", "{enabled: true}"));
        var run = new RunSummary
        {
            Id = "r1",
            BillingPeriod = "2026-10",
            Trigger = RunTrigger.Enable,
            Slot = Time,
            State = RunState.Succeeded,
            Reason = "Moved",
            Location = "s3://contoso-billing/pureconnect",
            Tenants = 5,
            Selected = 4,
            StartedAt = Time,
            FinishedAt = Time,
            Records = 3,
            Uploaded = 2,
            Skipped = 1,
            ManifestKey = "pureconnect/billing_period=2026-10/runs/r1/manifest.json",
            ManifestSha256 = new string('b', 64),
            Message = "One tenant was skipped.",
        };
        var status = new BillingEventStatus
        {
            ObservedGeneration = 1,
            Conditions = [Condition],
            EnabledAt = Time,
            Schedule = new ScheduleStatus
            {
                Expression = "@daily",
                TimeZone = "Etc/UTC",
                HandledThrough = Time,
                Missed = new MissedSlots
                {
                    Count = 2,
                    Newest = Time,
                    NoticedAt = Time,
                    Message = "2 slots were missed.",
                },
            },
            NextRunTime = Time,
            Requests = new RunRequests
            {
                At = Request with { RunId = "r2" },
                Period = Request with { Value = "2026-10#2", Outcome = RequestOutcome.Refused },
            },
            ActiveRun = new ActiveRun
            {
                Id = "r2",
                BillingPeriod = "2026-11",
                Trigger = RunTrigger.Schedule,
                Slot = Time,
                StartedAt = Time,
                Expected = 10000,
                Stored = 3200,
                Progress = "3200/10000",
                FailedAttempts = 1,
                RetryAt = Time,
                Location = "s3://contoso-billing/pureconnect",
                LastFailure = new RunFailure { Reason = "AccessDenied", Message = "May not write." },
            },
            LastRun = run,
            History = [run],
        };

        var kept = await cluster.WriteStatusAsync("billingevents", "status", status);

        kept.Should().BeEquivalentTo(status);
        var row = await cluster.ControlPlane.KubectlAsync("get", "bev", "status", "--no-headers");
        row.Should().MatchRegex(@"^status\s+true\s+2026-11-23T01:02:03Z\s+Succeeded\s+3200/10000\s+True\s");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{billable: PureConnect, deployment: OnPremises, tier1AccountId: '', tier2AccountId: null}")]
    [InlineData(
        "{billable: PureConnect, deployment: Cloud, tier1AccountId: '0011', tier2AccountId: b, tier3AccountId: c, externalId: d, sourceId: 'e f'}"
    )]
    public async Task The_API_server_takes_a_valid_tenant(string billing)
    {
        var created = await cluster.ControlPlane.KubectlWithInputAsync(
            Manifests.Tenant("valid", billing),
            ["create", "--validate=false", "--dry-run=server", "-f", "-"]
        );

        created.Should().Contain("created");
    }

    [Theory]
    [InlineData("{billable: Yes}", "spec.billing.billable")]
    [InlineData("{tier1AccountId: 11}", "spec.billing.tier1AccountId")]
    public async Task Any_API_server_refuses_what_is_not_well_formed(string billing, string field)
    {
        var create = () => cluster.ControlPlane.ApplyAsync(Manifests.Tenant("malformed", billing));

        (await create.Should().ThrowAsync<CommandFailedException>()).Which.StandardError.Should().Contain(field);
    }

    /// <summary>An older server than 1.25 takes these, and leaves the judgement to the operator.</summary>
    [Theory]
    [InlineData("{tier1AccountId: ' 11'}", "it must start with a letter A-Z, a-z or a digit")]
    [InlineData("{tier1AccountId: '11 '}", "remove the white space at its end")]
    [InlineData("{tier1AccountId: \"1\\n1\"}", "use printable ASCII only")]
    [InlineData("{billable: PureConnect}", "deployment: is required for a billable tenant")]
    [InlineData("{billable: PureConnect, deployment: Cloud}", "sourceId: is required for a billable cloud tenant")]
    [InlineData("{billable: PureConnect, deployment: OnPremises, externalId: d}", "externalId: leave it blank")]
    public async Task An_API_server_that_knows_rules_refuses_what_breaks_one(string billing, string message)
    {
        var create = () => cluster.ControlPlane.ApplyAsync(Manifests.Tenant("broken", billing));

        if (cluster.KnowsRules)
        {
            (await create.Should().ThrowAsync<CommandFailedException>()).Which.StandardError.Should().Contain(message);
        }
        else
        {
            await create.Should().NotThrowAsync();
        }
    }
}
