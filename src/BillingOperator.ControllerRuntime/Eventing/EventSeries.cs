using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.ControllerRuntime.Eventing;

/// <summary>An event that was sent, and how often it was repeated since.</summary>
/// <param name="sent">The event as the server has it.</param>
/// <param name="sentAt">The monotonic time of sending.</param>
internal sealed class EventSeries(V1Event sent, long sentAt)
{
    private int _count = 1;
    private DateTimeOffset _lastObserved;

    /// <summary>The event as the server has it.</summary>
    public V1Event Sent { get; private set; } = sent;

    /// <summary>The monotonic time at which the server was last told.</summary>
    public long SentAt { get; private set; } = sentAt;

    /// <summary>Whether the server does not know of all repetitions.</summary>
    public bool IsBehind => _count > (Sent.Series?.Count ?? 1);

    /// <summary>The event as it should be.</summary>
    public V1Event Wanted => Sent with { Series = new V1EventSeries(_count, _lastObserved) };

    /// <summary>It happened again.</summary>
    public void Repeat(DateTimeOffset now)
    {
        _count++;
        _lastObserved = now;
    }

    /// <summary>The server was told.</summary>
    public void Confirm(V1Event sent, long now)
    {
        Sent = sent;
        SentAt = now;
    }
}
