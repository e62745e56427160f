using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Controllers.Conditions;
using BillingOperator.Controllers.Events;
using k8s.Models;

namespace BillingOperator.Controllers.Tests.Events;

public sealed class EventStatusBuilderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly ActiveRun Run = new()
    {
        Id = "run-2",
        BillingPeriod = "2026-11",
        Trigger = RunTrigger.Schedule,
    };

    private static readonly ActiveRun FailingRun = Run with
    {
        FailedAttempts = 2,
        RetryAt = Now.AddSeconds(30),
        LastFailure = new RunFailure { Reason = StoreReasons.AccessDenied, Message = "May not write." },
    };

    private static readonly ScheduleStatus Missed = new()
    {
        Expression = "@daily",
        TimeZone = "Etc/UTC",
        Missed = new MissedSlots { Message = "2 slots were missed.", NoticedAt = Now },
    };

    /// <summary>An enabled event that was never run, with a billing server that is ready.</summary>
    private static readonly EventStatusInputs Quiet = new()
    {
        Event = Event(enabled: true),
        Planned = new BillingEventStatus(),
        Now = Now,
    };

    /// <summary>An invalid event, deleted and disabled, whose server is not ready, whose run fails after one that ended.</summary>
    private static readonly EventStatusInputs AllAtOnce = Quiet with
    {
        Event = Event(enabled: false, deleted: true),
        Fault = "spec.schedule: is no schedule",
        Planned = new BillingEventStatus
        {
            ActiveRun = FailingRun,
            LastRun = Ended(),
            Schedule = Missed,
        },
        ServerProblem = (BillingEventReasons.SettingsNotFound, "BillingServerSettings default does not exist."),
    };

    [Fact]
    public void Of_all_that_Ready_could_say_what_keeps_the_event_from_billing_longest_comes_first()
    {
        var inputs = AllAtOnce;
        Ready(inputs).Should().Be(("False", BillingEventReasons.Invalid, "spec.schedule: is no schedule"));

        inputs = inputs with { Fault = null };
        Ready(inputs)
            .Should()
            .Be(
                (
                    "False",
                    BillingEventReasons.BeingDeleted,
                    "The event was deleted, and a finalizer holds the object: it bills nobody."
                )
            );

        inputs = inputs with { Event = Event(enabled: false) };
        Ready(inputs)
            .Should()
            .Be(
                (
                    "True",
                    BillingEventReasons.Disabled,
                    "The billing process is off. Set spec.enabled to true to turn it on."
                )
            );

        inputs = inputs with { Event = Event(enabled: true) };
        Ready(inputs)
            .Should()
            .Be(("False", BillingEventReasons.SettingsNotFound, "BillingServerSettings default does not exist."));

        inputs = inputs with { ServerProblem = null };
        Ready(inputs).Should().Be(("False", StoreReasons.AccessDenied, "May not write."));

        inputs = inputs with { Planned = inputs.Planned! with { ActiveRun = Run } };
        Ready(inputs).Should().Be(("True", BillingEventReasons.LastRunSucceeded, "Fine. 2 slots were missed."));

        inputs = inputs with { Planned = inputs.Planned! with { LastRun = null } };
        Ready(inputs)
            .Should()
            .Be(("True", BillingEventReasons.Enabled, "The billing process is on. 2 slots were missed."));

        Ready(Quiet).Should().Be(("True", BillingEventReasons.Enabled, "The billing process is on."));
    }

    [Fact]
    public void An_event_that_does_not_say_whether_it_is_enabled_is_off() =>
        Ready(Quiet with { Event = Event(enabled: null) }).Reason.Should().Be(BillingEventReasons.Disabled);

    /// <summary>The cause stands in a field: no condition is read to write another, so a restart or a lost condition loses nothing.</summary>
    [Fact]
    public void A_failing_run_is_told_from_its_own_failure_whatever_the_conditions_said()
    {
        var inputs = Quiet with
        {
            Event = Event(enabled: true, conditions: [Condition("Ready", "True", "Enabled", Now)]),
            Planned = new BillingEventStatus { ActiveRun = FailingRun },
        };

        Ready(inputs).Should().Be(("False", StoreReasons.AccessDenied, "May not write."));
        Ready(inputs with { IsRunning = true })
            .Should()
            .Be(("False", StoreReasons.AccessDenied, "May not write."), "the next try has not succeeded yet");
    }

    [Theory]
    [InlineData(RunState.Succeeded, 3, 3, BillingEventReasons.LastRunSucceeded)]
    [InlineData(RunState.Succeeded, null, 3, BillingEventReasons.LastRunSucceeded)]
    [InlineData(RunState.Succeeded, null, null, BillingEventReasons.LastRunSucceeded)]
    [InlineData(RunState.Succeeded, 3, 0, BillingEventReasons.NoTenantBilled)]
    [InlineData(RunState.Succeeded, 0, 0, BillingEventReasons.NoTenantSelected)]
    [InlineData(RunState.Cancelled, 0, 0, BillingEventReasons.LastRunCancelled)]
    [InlineData(RunState.Failed, 0, 0, BillingEventReasons.LastRunFailed)]
    [InlineData("AnotherOperatorsWord", 3, 3, BillingEventReasons.LastRunFailed)]
    public void The_last_run_says_how_it_ended_and_whether_it_billed_somebody(
        string state,
        int? selected,
        int? records,
        string reason
    )
    {
        var last = Ended() with { State = state, Selected = selected, Records = records };

        Ready(Planned(new BillingEventStatus { LastRun = last })).Should().Be(("True", reason, "Fine."));
    }

    [Fact]
    public void A_last_run_without_a_message_has_nothing_to_say() =>
        Ready(Planned(new BillingEventStatus { LastRun = Ended() with { Message = null } }))
            .Reason.Should()
            .Be(BillingEventReasons.Enabled);

    [Theory]
    [InlineData(-3, "Fine. 2 slots were missed.")]
    [InlineData(0, "Fine. 2 slots were missed.")]
    [InlineData(1, "Fine.")]
    public void Slots_that_were_missed_are_told_until_a_run_ends_after_that(int lastEnd, string message)
    {
        var last = Ended() with { FinishedAt = Now.AddSeconds(lastEnd) };

        Ready(Planned(new BillingEventStatus { LastRun = last, Schedule = Missed })).Message.Should().Be(message);
    }

    [Fact]
    public void A_schedule_that_missed_nothing_adds_nothing() =>
        Ready(Planned(new BillingEventStatus { Schedule = Missed with { Missed = null } }))
            .Message.Should()
            .Be("The billing process is on.");

    [Fact]
    public void Only_an_event_that_breaks_a_rule_is_stalled()
    {
        Find(AllAtOnce, ConditionTypes.Stalled)
            .Should()
            .Be(("True", BillingEventReasons.Invalid, "spec.schedule: is no schedule"));
        Find(AllAtOnce with { Fault = null }, ConditionTypes.Stalled).Should().BeNull();
    }

    [Fact]
    public void Running_says_what_the_run_does_or_waits_for()
    {
        var inputs = AllAtOnce with { IsRunning = true };
        Running(inputs).Should().Be(("False", BillingEventReasons.Invalid, "No run while the event is not valid."));

        inputs = inputs with { Fault = null };
        Running(inputs)
            .Should()
            .Be(
                ("True", BillingEventReasons.Uploading, "Run run-2 for 2026-11."),
                "a run goes on while its server's probe fails"
            );

        inputs = inputs with { IsRunning = false };
        Running(inputs)
            .Should()
            .Be(("False", BillingEventReasons.WaitsForSettings, "Run run-2 waits for the billing server."));

        inputs = inputs with { ServerProblem = null };
        Running(inputs)
            .Should()
            .Be(("False", BillingEventReasons.WaitsForRetry, "Run run-2 is tried again at 2026-11-23 12:00:30Z."));

        Running(Quiet).Should().Be(("False", BillingEventReasons.Idle, "No run is going on."));
        Running(Quiet with { ServerProblem = ("SettingsNotFound", "") })
            .Reason.Should()
            .Be(BillingEventReasons.Idle, "nothing waits for the server");
    }

    [Fact]
    public void An_event_is_reconciling_until_its_run_has_ended_and_says_why()
    {
        var waiting = Planned(new BillingEventStatus { ActiveRun = FailingRun });

        Find(waiting, ConditionTypes.Reconciling)
            .Should()
            .Be(("True", BillingEventReasons.WaitsForRetry, "Run run-2 is tried again at 2026-11-23 12:00:30Z."));
        Find(waiting with { IsRunning = true }, ConditionTypes.Reconciling)
            .Should()
            .Be(("True", BillingEventReasons.Uploading, "Run run-2 for 2026-11."));
        Find(Quiet, ConditionTypes.Reconciling).Should().BeNull();
        Find(AllAtOnce, ConditionTypes.Reconciling).Should().BeNull("an invalid event is stalled: nobody works on it");
    }

    [Fact]
    public void Without_a_request_nothing_is_said_of_requests()
    {
        Find(Quiet, ConditionTypes.RequestAccepted).Should().BeNull();
        Requested(new RunRequests()).Should().BeNull();
    }

    [Fact]
    public void The_only_request_is_told_whichever_annotation_made_it()
    {
        var (accepted, refused) = (Request(RequestOutcome.Accepted, Now), Request(RequestOutcome.Refused, Now));

        Requested(new RunRequests { At = accepted })
            .Should()
            .Be(("True", BillingEventReasons.RequestAccepted, "Accepted at 12:00:00."));
        Requested(new RunRequests { Period = accepted })
            .Should()
            .Be(("True", BillingEventReasons.RequestAccepted, "Accepted at 12:00:00."));
        Requested(new RunRequests { At = refused })
            .Should()
            .Be(("False", BillingEventReasons.RequestRefused, "Refused at 12:00:00."));
        Requested(new RunRequests { Period = refused })
            .Should()
            .Be(("False", BillingEventReasons.RequestRefused, "Refused at 12:00:00."));
    }

    [Theory]
    [InlineData(RequestOutcome.Accepted, 1, RequestOutcome.Refused, 0, "Accepted at 12:00:01.")]
    [InlineData(RequestOutcome.Accepted, 0, RequestOutcome.Refused, 1, "Refused at 12:00:01.")]
    [InlineData(RequestOutcome.Refused, 1, RequestOutcome.Accepted, 0, "Refused at 12:00:01.")]
    [InlineData(RequestOutcome.Refused, 0, RequestOutcome.Accepted, 1, "Accepted at 12:00:01.")]
    [InlineData(RequestOutcome.Accepted, 0, RequestOutcome.Refused, 0, "Refused at 12:00:00.")]
    [InlineData(RequestOutcome.Refused, 0, RequestOutcome.Accepted, 0, "Refused at 12:00:00.")]
    public void Of_two_requests_the_newer_is_told_and_of_two_at_once_the_one_that_needs_a_person(
        string at,
        int atSecond,
        string period,
        int periodSecond,
        string message
    )
    {
        var requests = new RunRequests
        {
            At = Request(at, Now.AddSeconds(atSecond)),
            Period = Request(period, Now.AddSeconds(periodSecond)),
        };

        Requested(requests)!.Value.Message.Should().Be(message);
    }

    [Fact]
    public void What_is_planned_is_remembered_beside_the_conditions()
    {
        var planned = new BillingEventStatus
        {
            EnabledAt = Now,
            NextRunTime = Now.AddDays(1),
            Schedule = Missed,
            ActiveRun = Run,
            LastRun = Ended(),
            History = [Ended()],
            Requests = new RunRequests { At = Request(RequestOutcome.Accepted, Now) },
        };

        var status = new EventStatusBuilder(Planned(planned) with { IsRunning = true }).Build();

        (status with { Conditions = null }).Should().Be(planned with { ObservedGeneration = 7 });
        status
            .Conditions!.Select(condition => condition.Type)
            .Should()
            .Equal("Ready", "Reconciling", "Running", "RequestAccepted");
        status.Conditions!.Should().OnlyContain(condition => condition.ObservedGeneration == 7);
    }

    /// <summary>A typing error must not cost the memory of what was run: it is corrected in a minute.</summary>
    [Fact]
    public void An_event_that_breaks_a_rule_keeps_what_it_remembered_and_has_no_next_run()
    {
        var before = new BillingEventStatus
        {
            EnabledAt = Now,
            NextRunTime = Now.AddDays(1),
            Schedule = Missed,
            ActiveRun = Run,
            LastRun = Ended(),
            Requests = new RunRequests { At = Request(RequestOutcome.Refused, Now) },
        };
        var inputs = new EventStatusInputs
        {
            Event = Event(enabled: true) with { Status = before },
            Fault = "spec.schedule: is no schedule",
            Now = Now,
        };

        var status = new EventStatusBuilder(inputs).Build();

        (status with { Conditions = null }).Should().Be(before with { ObservedGeneration = 7, NextRunTime = null });
        status
            .Conditions!.Select(condition => (condition.Type, condition.Status))
            .Should()
            .Equal(("Ready", "False"), ("Stalled", "True"), ("Running", "False"), ("RequestAccepted", "False"));
    }

    [Fact]
    public void A_new_event_that_breaks_a_rule_has_nothing_to_remember()
    {
        var inputs = new EventStatusInputs
        {
            Event = Event(enabled: true),
            Fault = "spec.schedule: is no schedule",
            Now = Now,
        };

        var status = new EventStatusBuilder(inputs).Build();

        (status with { Conditions = null }).Should().Be(new BillingEventStatus { ObservedGeneration = 7 });
    }

    [Fact]
    public void A_condition_that_keeps_its_status_keeps_its_time()
    {
        var since = Now.AddDays(-1);
        var inputs = Quiet with
        {
            Event = Event(
                enabled: true,
                conditions:
                [
                    Condition(ConditionTypes.Ready, "True", "LastRunSucceeded", since),
                    Condition(ConditionTypes.Running, "True", "Uploading", since),
                ]
            ),
        };

        var conditions = new EventStatusBuilder(inputs).Build().Conditions;

        ConditionSet.Find(conditions, ConditionTypes.Ready)!.LastTransitionTime.Should().Be(since.UtcDateTime);
        ConditionSet.Find(conditions, ConditionTypes.Running)!.LastTransitionTime.Should().Be(Now.UtcDateTime);
    }

    private static EventStatusInputs Planned(BillingEventStatus planned) => Quiet with { Planned = planned };

    private static (string Status, string Reason, string Message) Ready(EventStatusInputs inputs) =>
        Find(inputs, ConditionTypes.Ready)!.Value;

    private static (string Status, string Reason, string Message) Running(EventStatusInputs inputs) =>
        Find(inputs, ConditionTypes.Running)!.Value;

    private static (string Status, string Reason, string Message)? Requested(RunRequests requests) =>
        Find(Planned(new BillingEventStatus { Requests = requests }), ConditionTypes.RequestAccepted);

    private static (string Status, string Reason, string Message)? Find(EventStatusInputs inputs, string type) =>
        ConditionSet.Find(new EventStatusBuilder(inputs).Build().Conditions, type) is { } found
            ? (found.Status, found.Reason, found.Message)
            : null;

    private static BillingEvent Event(
        bool? enabled,
        bool deleted = false,
        IReadOnlyList<V1Condition>? conditions = null
    ) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = "pureconnect",
                Generation = 7,
                DeletionTimestamp = deleted ? Now.UtcDateTime : null,
            },
            Spec = new BillingEventSpec { Enabled = enabled },
            Status = conditions is null ? null : new BillingEventStatus { Conditions = conditions },
        };

    private static V1Condition Condition(string type, string status, string reason, DateTimeOffset since) =>
        new()
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = "",
            LastTransitionTime = since.UtcDateTime,
        };

    private static HandledRequest Request(string outcome, DateTimeOffset at) =>
        new()
        {
            Value = "now",
            Outcome = outcome,
            Message = $"{outcome} at {at:HH:mm:ss}.",
            HandledAt = at,
        };

    private static RunSummary Ended() =>
        new()
        {
            Id = "run-1",
            BillingPeriod = "2026-11",
            Trigger = RunTrigger.Schedule,
            State = RunState.Succeeded,
            FinishedAt = Now.AddDays(-3),
            Records = 1,
            Message = "Fine.",
        };
}
