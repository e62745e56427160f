using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.ControllerRuntime.Queueing;

/// <summary>
/// Keys that wait for their time. One timer, set to the earliest; nothing polls. Of several times for one key the
/// earliest counts.
/// </summary>
internal sealed class DelayedKeys : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Action<EntityKey> _due;
    private readonly PriorityQueue<EntityKey, long> _order = new();
    private readonly Dictionary<EntityKey, long> _dueAt = [];
    private readonly ITimer _timer;

    /// <summary>Starts without keys.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="due">Takes a key whose time has come; called outside of any lock.</param>
    public DelayedKeys(TimeProvider time, Action<EntityKey> due)
    {
        _time = time;
        _due = due;
        _timer = time.CreateTimer(_ => Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many keys wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _dueAt.Count;
            }
        }
    }

    /// <summary>Lets a key wait.</summary>
    public void Add(EntityKey key, TimeSpan delay)
    {
        lock (_lock)
        {
            var due = _time.GetTimestamp() + Ticks(delay);
            if (_dueAt.TryGetValue(key, out var earlier) && earlier <= due)
            {
                return;
            }

            // A later entry of the same key stays in the order and is recognised as void when its turn comes.
            _dueAt[key] = due;
            _order.Enqueue(key, due);
            if (_order.Peek() == key)
            {
                SetTimer();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _order.Clear();
            _dueAt.Clear();
        }
    }

    private void Release()
    {
        List<EntityKey> ready = [];
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            while (_order.TryPeek(out var key, out var due) && due <= now)
            {
                _order.Dequeue();
                if (_dueAt.TryGetValue(key, out var valid) && valid == due)
                {
                    _dueAt.Remove(key);
                    ready.Add(key);
                }
            }

            SetTimer();
        }

        ready.ForEach(_due);
    }

    private void SetTimer()
    {
        if (!_order.TryPeek(out _, out var due))
        {
            return;
        }

        var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
        // A timer counts whole milliseconds, rounded down: unrounded it would fire too early and spin.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds)));
        _timer.Change(wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan);
    }

    private long Ticks(TimeSpan delay) => (long)(delay.TotalSeconds * _time.TimestampFrequency);
}
