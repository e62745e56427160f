using System.Collections.Concurrent;

namespace BillingOperator.Controllers.Events;

/// <summary>When each event was last looked after, whether that went well or not.</summary>
internal sealed class ReconcileHeartbeat(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>Notes that a look at an event has come to its end.</summary>
    public void Note(string eventName) => _last[eventName] = time.GetTimestamp();

    /// <summary>How long nobody has looked after an event; counted from the first question where nobody ever did.</summary>
    public TimeSpan SilenceOf(string eventName) => time.GetElapsedTime(_last.GetOrAdd(eventName, time.GetTimestamp()));
}
