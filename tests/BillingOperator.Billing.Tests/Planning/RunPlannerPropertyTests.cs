using BillingOperator.Api.Events;
using BillingOperator.Billing.Planning;
using BillingOperator.Billing.Scheduling;
using FsCheck;
using FsCheck.Fluent;

namespace BillingOperator.Billing.Tests.Planning;

/// <summary>Whatever happens to an event, in any order: edits, requests, failures, a clock that jumps.</summary>
public sealed class RunPlannerPropertyTests
{
    private static readonly string[] Schedules = ["0 2 * * *", "*/10 * * * *", "30 2 * * 0", "0 0 1 * *"];

    private static readonly Gen<Happening> Happenings = Gen.Frequency(
        (8, Gen.Choose(0, 90 * 60).Select(seconds => new Happening("time passes", seconds))),
        (2, Gen.Choose(0, 100 * 24 * 3600).Select(seconds => new Happening("operator is away", seconds))),
        (1, Gen.Choose(1, 3 * 3600).Select(seconds => new Happening("clock is set back", -seconds))),
        (2, Gen.Choose(0, 3).Select(schedule => new Happening("schedule", schedule))),
        (1, Gen.Choose(0, 1).Select(zone => new Happening("zone", zone))),
        (2, Gen.Choose(0, 1).Select(enabled => new Happening("enabled", enabled))),
        (2, Gen.Choose(0, 3).Select(month => new Happening("request", month))),
        (2, Gen.Choose(0, 2).Select(place => new Happening("place", place))),
        (3, Gen.Constant(new Happening("run fails", 0))),
        (4, Gen.Constant(new Happening("run succeeds", 0)))
    );

    [Fact]
    public void Planning_again_at_the_same_moment_changes_nothing() =>
        Always(
            (planned, plan, now) =>
            {
                var again = planned.Plan(now);

                again.Status.Should().Be(plan.Status);
                again.WakeAt.Should().Be(plan.WakeAt);
                again.Started.Should().BeNull();
                again.Ended.Should().BeNull();
                again.Notices.Should().BeEmpty();
            }
        );

    [Fact]
    public void One_plan_starts_one_run_at_most_and_it_is_the_active_one() =>
        Always(
            (_, plan, _) =>
            {
                if (plan.Started is not null)
                {
                    plan.Status.ActiveRun.Should().Be(plan.Started);
                }
            }
        );

    [Fact]
    public void No_run_has_the_id_of_another()
    {
        var ids = new HashSet<string>();
        Always(
            (_, plan, _) =>
            {
                if (plan.Started is { } started)
                {
                    ids.Add(started.Id).Should().BeTrue($"{started.Id} must not start twice");
                }
            },
            ids.Clear,
            clockJumps: false
        );
    }

    [Fact]
    public void Slots_only_go_forward_as_long_as_the_clock_does()
    {
        DateTimeOffset? last = null;
        Always(
            (_, plan, _) =>
            {
                if (plan.Started is { Trigger: RunTrigger.Schedule } started)
                {
                    (last is null || started.Slot > last).Should().BeTrue($"{started.Slot:u} comes after {last:u}");
                    last = started.Slot;
                }
            },
            () => last = null,
            clockJumps: false
        );
    }

    [Fact]
    public void A_slot_is_no_older_than_the_deadline_nor_than_the_schedule() =>
        Always(
            (planned, plan, now) =>
            {
                if (plan.Started is { Trigger: RunTrigger.Schedule } started)
                {
                    started.Slot.Should().BeOnOrBefore(now).And.BeOnOrAfter(now.AddDays(-1));
                    started.Slot.Should().BeAfter(planned.ScheduledSince);
                }
            },
            clockJumps: false
        );

    [Fact]
    public void Nothing_due_is_forgotten_once_the_event_is_at_rest() =>
        Always(
            (planned, plan, now) =>
            {
                if (plan.Status.ActiveRun is null && planned.Spec is { Enabled: true, Schedule: { } schedule })
                {
                    CronSchedule
                        .Parse(schedule)
                        .Newest(plan.Status.Schedule!.HandledThrough, now, TimeZones.Find(planned.Spec.TimeZone))
                        .Should()
                        .BeNull();
                    plan.Status.NextRunTime.Should().BeAfter(now);
                }
            }
        );

    [Fact]
    public void No_run_stands_for_a_moment_that_is_yet_to_come_by_more_than_a_clock_is_set_back_by() =>
        Always(
            (_, plan, now) =>
            {
                if (plan.Status.ActiveRun is { } run)
                {
                    (run.Slot - now).Should().BeLessThanOrEqualTo(TimeSpan.FromHours(1));
                }
            }
        );

    [Fact]
    public void No_run_goes_on_at_another_place_than_the_settings_name() =>
        Always(
            (planned, plan, _) =>
            {
                if (plan.Status.ActiveRun is { Location: { } location } && planned.Place is { } place)
                {
                    location.Should().Be(place);
                }
            }
        );

    [Fact]
    public void An_event_at_rest_has_its_newest_period_at_the_place_that_the_settings_name() =>
        Always(
            (planned, plan, _) =>
            {
                if (plan.Status.ActiveRun is null && planned.Spec.Enabled == true && planned.Place is { } place)
                {
                    var newest = RunHistory.NewestCommitted(plan.Status, planned.Spec.BillingPeriod);
                    (newest?.Location ?? place).Should().Be(place);
                }
            }
        );

    [Fact]
    public void Every_request_is_used_up_by_itself_once_the_event_is_at_rest() =>
        Always(
            (planned, plan, _) =>
            {
                if (plan.Status.ActiveRun is null)
                {
                    (plan.Status.Requests?.At?.Value, plan.Status.Requests?.Period?.Value)
                        .Should()
                        .Be(planned.Requested);
                }
            }
        );

    private static void Always(
        Action<HappeningEvent, RunPlan, DateTimeOffset> check,
        Action? begin = null,
        bool clockJumps = true
    ) =>
        Prop.ForAll(
                Happenings.ListOf().ToArbitrary(),
                happenings =>
                {
                    begin?.Invoke();
                    var planned = new HappeningEvent();
                    foreach (var happening in happenings.Where(one => clockJumps || one.Value >= 0))
                    {
                        planned.Let(happening);
                        check(planned, planned.Plan(planned.Now), planned.Now);
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private sealed record Happening(string What, int Value);

    private sealed class HappeningEvent
    {
        private readonly PlannedEvent _planned = new(
            new BillingEventSpec
            {
                Enabled = true,
                Schedule = Schedules[0],
                TimeZone = "Europe/Berlin",
            }
        );

        private int _requests;

        public DateTimeOffset Now { get; private set; } = new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);

        public DateTimeOffset ScheduledSince { get; private set; } = DateTimeOffset.MinValue;

        public BillingEventSpec Spec => _planned.Spec;

        public string? Place => _planned.Location;

        public (string? At, string? Period) Requested => (_planned.RequestedAt, _planned.RequestedPeriod);

        public RunPlan Plan(DateTimeOffset now)
        {
            var plan = _planned.Plan(now);
            if (plan.Status.ActiveRun is not null && Place is not null)
            {
                _planned.Begin();
                plan = plan with
                {
                    Status = _planned.Status!,
                    Started = plan.Started is null ? null : _planned.Status!.ActiveRun,
                };
            }
            return plan;
        }

        public void Let(Happening happening)
        {
            switch (happening.What)
            {
                case "schedule":
                    Edit(Spec with { Schedule = Schedules[happening.Value] });
                    break;
                case "zone":
                    Edit(Spec with { TimeZone = happening.Value == 0 ? null : "Europe/Berlin" });
                    break;
                case "enabled":
                    Edit(Spec with { Enabled = happening.Value == 1 });
                    break;
                case "request":
                    if (happening.Value < 2)
                    {
                        _planned.RequestedAt = $"{_requests++}";
                    }
                    if (happening.Value > 0)
                    {
                        _planned.RequestedPeriod = $"2026-0{happening.Value}#{_requests++}";
                    }
                    break;
                case "run fails" when _planned.Status?.ActiveRun is { } run:
                    _planned.Fail((run.FailedAttempts ?? 0) + 1);
                    break;
                case "run succeeds" when _planned.Status?.ActiveRun is { } run:
                    _planned.End(run);
                    break;
                case "place":
                    _planned.Location = happening.Value == 0 ? null : $"s3://billing-{happening.Value}";
                    break;
                default:
                    Now = Now.AddSeconds(happening.Value);
                    break;
            }
        }

        private void Edit(BillingEventSpec spec)
        {
            if (spec != Spec)
            {
                ScheduledSince = Now;
                _planned.Spec = spec;
            }
        }
    }
}
