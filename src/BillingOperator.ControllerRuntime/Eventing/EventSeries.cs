using k8s.Models;

namespace BillingOperator.ControllerRuntime.Eventing;

/// <summary>An event that was sent, and how often it was repeated since.</summary>
/// <param name="sent">The event as the server has it.</param>
/// <param name="sentAt">The monotonic time of sending.</param>
internal sealed class EventSeries(Eventsv1Event sent, long sentAt)
{
    private int _count = 1;
    private DateTime _lastObserved;

    /// <summary>The event as the server has it.</summary>
    public Eventsv1Event Sent { get; private set; } = sent;

    /// <summary>The monotonic time at which the server was last told.</summary>
    public long SentAt { get; private set; } = sentAt;

    /// <summary>Whether the server does not know of all repetitions.</summary>
    public bool IsBehind => _count > (Sent.Series?.Count ?? 1);

    /// <summary>The event as it should be.</summary>
    public Eventsv1Event Wanted =>
        Sent with
        {
            Series = new Eventsv1EventSeries { Count = _count, LastObservedTime = _lastObserved },
        };

    /// <summary>It happened again.</summary>
    public void Repeat(DateTime now)
    {
        _count++;
        _lastObserved = now;
    }

    /// <summary>The server was told.</summary>
    public void Confirm(Eventsv1Event sent, long now)
    {
        Sent = sent;
        SentAt = now;
    }
}
