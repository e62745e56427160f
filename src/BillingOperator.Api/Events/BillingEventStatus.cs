using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Api.Events;

/// <summary>What the operator saw and did of a billing process. It is also its memory across restarts.</summary>
public sealed record BillingEventStatus
{
    /// <summary>The generation of the spec that was looked at.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>
    /// <c>Ready</c> and <c>Running</c>; <c>Reconciling</c> while there is a run, <c>Stalled</c> while the event is invalid,
    /// <c>RequestAccepted</c> once a run was requested.
    /// </summary>
    public IReadOnlyList<V1Condition>? Conditions { get; init; }

    /// <summary>When the event was last enabled; absent while it is disabled.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset? EnabledAt { get; init; }

    /// <summary>How far the schedule has been dealt with.</summary>
    public ScheduleStatus? Schedule { get; init; }

    /// <summary>The next slot of the schedule.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset? NextRunTime { get; init; }

    /// <summary>The requests that were handled last, each with its outcome.</summary>
    public RunRequests? Requests { get; init; }

    /// <summary>The run that is going on, or waiting to be tried again.</summary>
    public ActiveRun? ActiveRun { get; init; }

    /// <summary>The newest ended run.</summary>
    public RunSummary? LastRun { get; init; }

    /// <summary>Ended runs, newest first, at most <c>spec.historyLimit</c>.</summary>
    public IReadOnlyList<RunSummary>? History { get; init; }
}
