using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Controllers.Events;
using k8s.Models;

namespace BillingOperator.Controllers.Tests.Events;

public sealed class RunTimingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, true)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(3600, true)]
    public void A_run_is_due_when_its_wait_is_over_or_longer_than_any_can_be(int? secondsLeft, bool isDue) =>
        RunTiming.IsDue(Run(secondsLeft), Event(), serverReadySince: null, Now).Should().Be(isDue);

    [Fact]
    public void An_edit_ends_the_wait() =>
        RunTiming.IsDue(Run(10), Event(generation: 8), serverReadySince: null, Now).Should().BeTrue();

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_server_that_has_become_ready_since_the_run_waits_ends_the_wait(int seconds, bool isDue) =>
        RunTiming.IsDue(Run(10), Event(), WaitsSince.AddSeconds(seconds), Now).Should().Be(isDue);

    [Fact]
    public void A_server_says_nothing_of_an_event_that_was_never_told_to_wait() =>
        RunTiming
            .IsDue(Run(10), Event() with { Status = new BillingEventStatus { ObservedGeneration = 7 } }, Now, Now)
            .Should()
            .BeFalse();

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(60, null, 60)]
    [InlineData(null, 30, 30)]
    [InlineData(60, 30, 30)]
    [InlineData(30, 60, 30)]
    [InlineData(60, -5, 0)]
    [InlineData(-5, null, 0)]
    [InlineData(0, null, 0)]
    public void The_next_look_is_at_the_earlier_of_slot_and_retry(int? wakeAt, int? retryAt, int? expected) =>
        RunTiming
            .UntilNextLook(After(wakeAt), After(retryAt), Now)
            .Should()
            .Be(expected is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static DateTimeOffset WaitsSince => Now.AddSeconds(-30);

    private static DateTimeOffset? After(int? seconds) => seconds is { } some ? Now.AddSeconds(some) : null;

    private static ActiveRun Run(int? secondsLeft) =>
        new()
        {
            Id = "run-1",
            BillingPeriod = "2026-11",
            Trigger = RunTrigger.Schedule,
            RetryAt = After(secondsLeft),
        };

    private static BillingEvent Event(long generation = 7) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = "pureconnect", Generation = generation },
            Spec = new BillingEventSpec { Enabled = true },
            Status = new BillingEventStatus
            {
                ObservedGeneration = 7,
                Conditions =
                [
                    new V1Condition
                    {
                        Type = ConditionTypes.Running,
                        Status = "False",
                        Reason = "WaitsForRetry",
                        Message = "",
                        LastTransitionTime = WaitsSince.UtcDateTime,
                    },
                ],
            },
        };
}
