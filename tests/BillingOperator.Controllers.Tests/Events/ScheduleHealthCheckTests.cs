using BillingOperator.Api.Events;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.Controllers.Events;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.Controllers.Tests.Events;

public sealed class ScheduleHealthCheckTests
{
    private static readonly DateTimeOffset Slot = new(2026, 11, 1, 6, 0, 0, TimeSpan.Zero);
    private readonly SteppedTime _time = new(Slot - TimeSpan.FromMinutes(1));
    private readonly Replica _replica = new() { IsLeader = true };
    private readonly ReconcileHeartbeat _attendance;
    private readonly ScheduleHealthCheck _check;

    public ScheduleHealthCheckTests()
    {
        _attendance = new ReconcileHeartbeat(_time);
        _check = new ScheduleHealthCheck(_replica, _attendance, _replica, _time);
        _replica.Event = Waiting;
        _attendance.Note("pureconnect");
    }

    private static BillingEvent Waiting =>
        new()
        {
            Metadata = new() { Name = "pureconnect" },
            Spec = new() { Enabled = true },
            Status = new BillingEventStatus { NextRunTime = Slot },
        };

    [Fact]
    public async Task A_slot_that_nobody_looks_after_for_20_minutes_is_a_stall()
    {
        _time.Pass(TimeSpan.FromMinutes(21));
        (await StatusAsync()).Should().Be(HealthStatus.Healthy, "the slot is 20 minutes past, and no more");

        _time.Pass(TimeSpan.FromMinutes(1));

        var result = await _check.CheckHealthAsync(new HealthCheckContext());
        result.Status.Should().Be(HealthStatus.Unhealthy);
        result.Description.Should().Contain("pureconnect");
    }

    [Fact]
    public async Task A_slot_that_is_looked_after_in_vain_is_none()
    {
        for (var tries = 0; tries < 10; tries++)
        {
            _attendance.Note("pureconnect");
            _time.Pass(TimeSpan.FromMinutes(17));
        }

        (await StatusAsync()).Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_replica_that_begins_to_lead_long_after_the_slot_has_time_to_look_after_it()
    {
        _replica.IsLeader = false;
        _time.Pass(TimeSpan.FromMinutes(600));
        _replica.Event = Waiting with { Metadata = new() { Name = "other" } };
        (await StatusAsync()).Should().Be(HealthStatus.Healthy, "a standby has nothing to look after");

        _replica.IsLeader = true;

        (await StatusAsync()).Should().Be(HealthStatus.Healthy);
        _time.Pass(TimeSpan.FromMinutes(21));
        (await StatusAsync()).Should().Be(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_is_none()
    {
        _time.SetClock(Slot + TimeSpan.FromDays(1));

        (await StatusAsync()).Should().Be(HealthStatus.Healthy);
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("running")]
    [InlineData("invalid")]
    [InlineData("without a schedule")]
    public async Task An_event_that_waits_for_no_slot_is_none(string what)
    {
        _replica.Event = what switch
        {
            "disabled" => Waiting with { Spec = new() { Enabled = false } },
            "running" => Waiting with { Status = Waiting.Status! with { ActiveRun = Run } },
            "invalid" => Waiting with { Status = Waiting.Status! with { Conditions = [Stalled] } },
            _ => Waiting with { Status = new BillingEventStatus() },
        };

        _time.Pass(TimeSpan.FromMinutes(600));

        (await StatusAsync()).Should().Be(HealthStatus.Healthy);
    }

    private static ActiveRun Run =>
        new()
        {
            Id = "r",
            BillingPeriod = "2026-11",
            Trigger = RunTrigger.Schedule,
            Slot = Slot,
            StartedAt = Slot,
        };

    private static V1Condition Stalled =>
        new()
        {
            Type = "Stalled",
            Status = "True",
            Reason = "Invalid",
            Message = "",
            LastTransitionTime = Slot.UtcDateTime,
        };

    private async Task<HealthStatus> StatusAsync() => (await _check.CheckHealthAsync(new HealthCheckContext())).Status;

    /// <summary>A replica that leads or not, with one event in its cache.</summary>
    private sealed class Replica : ILeadership, IEntityCache<BillingEvent>
    {
        public bool IsLeader { get; set; }

        public BillingEvent Event { get; set; } = null!;

        public bool HasSynced => true;

        public int Count => 1;

        public BillingEvent? Get(EntityKey key) => Event;

        public IReadOnlyList<BillingEvent> List() => [Event];

        public IReadOnlyList<BillingEvent> ByIndex(string index, string value) => [];

        public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
