using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Controllers.Overview;
using k8s.Models;

namespace BillingOperator.Controllers.Tests.Overview;

public sealed class OverviewTextTests
{
    private const int Width = 80;
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly ClusterOverview Nothing = new(new([]), new([]), new([]));

    [Fact]
    public void Settings_that_are_not_ready_say_why_within_the_screen()
    {
        var settings = new BillingServerSettings
        {
            Metadata = new V1ObjectMeta { Name = "default" },
            Spec = new BillingServerSettingsSpec(),
            Status = new BillingServerSettingsStatus
            {
                Conditions =
                [
                    Condition(
                        ConditionTypes.Ready,
                        "False",
                        "AccessDenied",
                        string.Join(' ', Enumerable.Repeat("word", 60))
                    ),
                ],
            },
        };

        var lines = Lines(Nothing with { Settings = new([settings]) });

        lines[0].Should().Be(new OverviewLine("Billing servers: 1", OverviewTone.Title));
        lines[1].Tone.Should().Be(OverviewTone.Bad);
        lines[1].Text.Should().StartWith("  default: not ready, AccessDenied: word");
        lines.Should().OnlyContain(line => line.Text.Length <= Width);
        lines.Count(line => line.Text.Contains("word", StringComparison.Ordinal)).Should().BeGreaterThan(3);
    }

    [Fact]
    public void An_event_shows_the_run_that_goes_on_the_last_one_and_the_next()
    {
        var billingEvent = Event(
            new BillingEventStatus
            {
                Conditions = [Condition(ConditionTypes.Ready, "True", "Scheduled", "")],
                NextRunTime = Now.AddDays(1),
                ActiveRun = new ActiveRun
                {
                    Id = "a",
                    BillingPeriod = "2026-11",
                    Trigger = RunTrigger.Schedule,
                    StartedAt = Now,
                    Progress = "3200/10000",
                },
                LastRun = new RunSummary
                {
                    Id = "b",
                    BillingPeriod = "2026-10",
                    Trigger = RunTrigger.Request,
                    State = RunState.Succeeded,
                    FinishedAt = Now.AddDays(-1),
                    Message = "7 records are stored.",
                },
            }
        );

        Text(Nothing with { Events = new([billingEvent]) })
            .Should()
            .Contain(
                """
                  pureconnect: enabled, Ready
                    now: 2026-11 (Schedule) since 2026-11-23 12:00:00 UTC: 3200/10000 records
                      stored
                    last: 2026-10 (Request), Succeeded at 2026-11-22 12:00:00 UTC: 7 records are
                      stored.
                    next: 2026-11-24 12:00:00 UTC
                """
            );
    }

    [Fact]
    public void Who_has_to_do_something_finds_a_failed_try_and_a_refused_request()
    {
        var billingEvent = Event(
            new BillingEventStatus
            {
                Conditions =
                [
                    Condition(ConditionTypes.Ready, "True", "Scheduled", ""),
                    Condition(ConditionTypes.RequestAccepted, "False", "RequestRefused", "2026-13 is no month."),
                ],
                ActiveRun = new ActiveRun
                {
                    Id = "a",
                    BillingPeriod = "2026-11",
                    Trigger = RunTrigger.Schedule,
                    StartedAt = Now,
                    FailedAttempts = 2,
                    RetryAt = Now.AddMinutes(1),
                    LastFailure = new RunFailure { Reason = "Throttled", Message = "Slow down." },
                },
            }
        );

        var text = Text(Nothing with { Events = new([billingEvent]) });

        text.Should()
            .Contain("try 2 failed,\n      Throttled: Slow down. Next try at 2026-11-23 12:01:00 UTC.")
            .And.Contain("request: 2026-13 is no month.");
    }

    [Fact]
    public void Tenants_are_counted_by_state_and_those_that_are_not_billed_are_named_with_their_reason()
    {
        var tenants = new[]
        {
            Tenant(
                "uploaded",
                Ready(TenantReasons.Billable),
                Condition(ConditionTypes.Uploaded, "True", "Uploaded", "")
            ),
            Tenant(
                "changed",
                Ready(TenantReasons.Billable),
                Condition(ConditionTypes.Uploaded, "False", TenantReasons.Changed, "The next run uploads it.")
            ),
            Tenant("free", Ready(TenantReasons.NotBillable)),
            Tenant("wrong", Condition(ConditionTypes.Ready, "False", TenantReasons.Invalid, "spec.billing: no.")),
            Tenant("new"),
        };

        Text(Nothing with { Tenants = new(tenants) })
            .Should()
            .EndWith(
                """
                Tenants: 5
                  2 billable, 1 of them uploaded; 1 not billable; 1 not ready
                  1 not looked at yet; is the operator running?
                    team/new
                  1 not ready, and not billed:
                    team/wrong: Invalid: spec.billing: no.
                  1 billable, but not uploaded:
                    team/changed: Changed: The next run uploads it.
                """
            );
    }

    [Fact]
    public void Of_many_tenants_the_first_few_are_named_and_the_rest_counted()
    {
        var tenants = Enumerable
            .Range(0, 12)
            .Select(i => Tenant($"t{i:d2}", Condition(ConditionTypes.Ready, "False", TenantReasons.Invalid, "no")));

        var text = Text(Nothing with { Tenants = new([.. tenants.Reverse()]) });

        text.Should().Contain("team/t04").And.NotContain("team/t05").And.EndWith("and 7 more: kubectl get bten -A");
    }

    [Fact]
    public void What_may_not_be_read_is_said_and_the_rest_is_shown()
    {
        var overview = Nothing with
        {
            Settings = new([], "billingserversettings is forbidden"),
            Tenants = new([], Namespace: "team"),
        };

        var text = Text(overview);

        text.Should().Contain("Billing servers\n  not shown: billingserversettings is forbidden");
        text.Should().EndWith("Tenants of namespace team: 0");
        overview.IsBlind.Should().BeFalse();
        new ClusterOverview(new([], "no"), new([], "no"), new([], "no")).IsBlind.Should().BeTrue();
    }

    private static IReadOnlyList<OverviewLine> Lines(ClusterOverview overview) =>
        new OverviewText(overview, Width).Lines();

    private static string Text(ClusterOverview overview) =>
        string.Join('\n', Lines(overview).Select(line => line.Text));

    private static BillingEvent Event(BillingEventStatus status) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = "pureconnect" },
            Spec = new BillingEventSpec { Enabled = true },
            Status = status,
        };

    private static Tenant Tenant(string name, params V1Condition[] conditions) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "team" },
            Spec = new TenantSpec(),
            Status = new TenantStatus { Conditions = conditions },
        };

    private static V1Condition Ready(string reason) => Condition(ConditionTypes.Ready, "True", reason, "");

    private static V1Condition Condition(string type, string status, string reason, string message) =>
        new()
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = message,
        };
}
