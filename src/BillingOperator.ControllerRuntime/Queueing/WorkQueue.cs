using System.Threading.Channels;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.ControllerRuntime.Queueing;

/// <summary>
/// Keys that wait for a worker. A key waits once, is processed by one worker at a time, and runs once more afterwards
/// when it was added meanwhile (client-go: workqueue/queue.go).
/// </summary>
internal sealed class WorkQueue : IObservedQueue, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly RuntimeMetrics _metrics;
    private readonly KeyValuePair<string, object?> _name;
    private readonly Channel<EntityKey> _ready = Channel.CreateUnbounded<EntityKey>();
    private readonly Dictionary<EntityKey, long> _waiting = [];
    private readonly Dictionary<EntityKey, long> _processing = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RetryLimiter _limiter;
    private readonly DelayedKeys _delayed;
    private bool _stopping;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="name">The name in the metrics.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Where to count.</param>
    public WorkQueue(string name, TimeProvider time, RuntimeMetrics metrics)
    {
        _name = new("name", name);
        _time = time;
        _metrics = metrics;
        _limiter = new RetryLimiter(time);
        _delayed = new DelayedKeys(time, Add);
        metrics.Observe(this);
        metrics.Adds.Add(0, _name);
        metrics.Retries.Add(0, _name);
    }

    /// <summary>The name in the metrics.</summary>
    public string Name => (string)_name.Value!;

    /// <summary>Keys that are ready and wait for a worker.</summary>
    public int Depth => _ready.Reader.Count;

    /// <summary>Keys that wait for their time.</summary>
    public int Delayed => _delayed.Count;

    /// <summary>Lets a key be processed as soon as a worker is free.</summary>
    public void Add(EntityKey key)
    {
        lock (_lock)
        {
            if (_stopping || !_waiting.TryAdd(key, _time.GetTimestamp()))
            {
                return;
            }

            _metrics.Adds.Add(1, _name);
            if (!_processing.ContainsKey(key))
            {
                _ready.Writer.TryWrite(key);
            }
        }
    }

    /// <summary>Lets a key be processed after a delay; of several delays the earliest end counts.</summary>
    public void AddAfter(EntityKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
        }
        else if (!_stopping)
        {
            _delayed.Add(key, delay);
        }
    }

    /// <summary>Lets a key that failed be processed again, after its backoff and not faster than all retries may come.</summary>
    /// <returns>The wait.</returns>
    public TimeSpan Retry(EntityKey key) => Retry(key, _limiter.AfterFailure);

    /// <summary>Lets a key that lost a race be processed again soon.</summary>
    /// <returns>The wait.</returns>
    public TimeSpan RetrySoon(EntityKey key) => Retry(key, _limiter.AfterConflict);

    /// <summary>Starts a key's backoff again.</summary>
    public void Forget(EntityKey key)
    {
        lock (_lock)
        {
            _limiter.Forget(key);
        }
    }

    /// <summary>How often a key failed in a row.</summary>
    public int Failures(EntityKey key)
    {
        lock (_lock)
        {
            return _limiter.Failures(key);
        }
    }

    /// <summary>Takes the next key; <see cref="Done"/> must follow.</summary>
    /// <returns>The key; <see langword="null"/> once the queue is stopping.</returns>
    public async ValueTask<EntityKey?> TakeAsync(CancellationToken cancellationToken)
    {
        while (await _ready.Reader.WaitToReadAsync(cancellationToken))
        {
            lock (_lock)
            {
                if (_stopping)
                {
                    return null;
                }

                // Another worker may have been quicker.
                if (!_ready.Reader.TryRead(out var key))
                {
                    continue;
                }

                _waiting.Remove(key, out var since);
                _processing.Add(key, _time.GetTimestamp());
                _metrics.QueueDuration.Record(_time.GetElapsedTime(since).TotalSeconds, _name);
                return key;
            }
        }

        return null;
    }

    /// <summary>Gives back a key; one that was added meanwhile is ready again.</summary>
    public void Done(EntityKey key)
    {
        lock (_lock)
        {
            _processing.Remove(key, out var since);
            _metrics.WorkDuration.Record(_time.GetElapsedTime(since).TotalSeconds, _name);
            if (_stopping)
            {
                SignalDrained();
            }
            else if (_waiting.ContainsKey(key))
            {
                _ready.Writer.TryWrite(key);
            }
        }
    }

    /// <summary>
    /// Hands out no more keys and takes none. Keys that wait are dropped: whoever leads next starts with all objects.
    /// </summary>
    /// <returns>Ends when the last key being processed is done.</returns>
    public Task StopAsync()
    {
        lock (_lock)
        {
            _stopping = true;
            _ready.Writer.TryComplete();
            while (_ready.Reader.TryRead(out _)) { }

            _waiting.Clear();
            SignalDrained();
        }

        _delayed.Dispose();
        return _drained.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => _delayed.Dispose();

    /// <summary>How long the keys being processed have been so; for the metrics.</summary>
    public IReadOnlyList<TimeSpan> Unfinished()
    {
        lock (_lock)
        {
            return [.. _processing.Values.Select(since => _time.GetElapsedTime(since))];
        }
    }

    private void SignalDrained()
    {
        if (_processing.Count == 0)
        {
            _drained.TrySetResult();
        }
    }

    private TimeSpan Retry(EntityKey key, Func<EntityKey, TimeSpan> limit)
    {
        TimeSpan delay;
        lock (_lock)
        {
            delay = limit(key);
        }

        _metrics.Retries.Add(1, _name);
        AddAfter(key, delay);
        return delay;
    }
}
