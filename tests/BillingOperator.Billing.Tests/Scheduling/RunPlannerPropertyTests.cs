using BillingOperator.Api.Events;
using BillingOperator.Billing.Scheduling;
using FsCheck;
using FsCheck.Fluent;

namespace BillingOperator.Billing.Tests.Scheduling;

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

        public RunPlan Plan(DateTimeOffset now) => _planned.Plan(now);

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
                    _planned.RequestedAt = $"{_requests++}";
                    _planned.RequestedPeriod = happening.Value == 0 ? null : $"2026-0{happening.Value}";
                    break;
                case "run fails" when _planned.Status?.ActiveRun is { } run:
                    _planned.Fail((run.FailedAttempts ?? 0) + 1);
                    break;
                case "run succeeds" when _planned.Status?.ActiveRun is not null:
                    _planned.Succeed();
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
