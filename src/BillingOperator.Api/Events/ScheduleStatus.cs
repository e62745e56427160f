using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api.Events;

/// <summary>How far a schedule has been dealt with; an edited schedule starts afresh, so it never triggers an old slot.</summary>
public sealed record ScheduleStatus
{
    /// <summary>The cron expression that this is about.</summary>
    public required string Expression { get; init; }

    /// <summary>The zone that this is about.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Slots up to and including this moment have been run or skipped.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset HandledThrough { get; init; }

    /// <summary>The slots that were missed last; absent where none was since the schedule was edited.</summary>
    public MissedSlots? Missed { get; init; }
}
