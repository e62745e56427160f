using System.Net;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.Kubernetes;
using BillingOperator.Kubernetes.Client;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Eventing;

/// <summary>
/// Sends events to the server: repetitions as one series, refreshed now and then; at most 20 a second in all, and 25 at
/// once and one in 5 minutes about one object (client-go: events_cache.go). What is too much is dropped and counted.
/// </summary>
internal sealed partial class EventSender(
    EventRecorder recorder,
    IKubernetesClient client,
    OperatorOptions options,
    TimeProvider time,
    RuntimeMetrics metrics,
    ILogger<EventSender> logger
)
{
    private const int ObjectBurst = 25;

    /// <summary>Where API servers of 1.20 want events about cluster-scoped objects.</summary>
    private const string OldClusterNamespace = "kube-system";

    private static readonly TimeSpan ObjectRefill = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SeriesEnd = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Occurrence, EventSeries> _series = [];
    private readonly Dictionary<V1ObjectReference, TokenBucket> _objects = [];
    private readonly TokenBucket _overall = new(perSecond: 20, burst: 50, time);
    private readonly TokenBucket _log = new(perSecond: 1 / LogInterval.TotalSeconds, burst: 1, time);

    private string _clusterNamespace = "default";

    /// <summary>Sends until it is cancelled, and then what is left, for a short time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var registration = cancellationToken.Register(() => abandon.CancelAfter(FlushTimeout));
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await WaitAsync(cancellationToken);
                await SendTakenAsync(abandon.Token);
                var interval = cancellationToken.IsCancellationRequested ? TimeSpan.Zero : options.EventSeriesInterval;
                await RefreshAsync(interval, abandon.Token);
                Forget();
            }
        }
        catch (Exception) when (abandon.IsCancellationRequested)
        {
            Log.Unsent(logger, recorder.Taken.Count);
        }
    }

    /// <summary>Waits for an occurrence; while a series is behind, not longer than until it may be refreshed.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var isBehind = _series.Values.Any(series => series.IsBehind);
        var longest = isBehind ? options.EventSeriesInterval : Timeout.InfiniteTimeSpan;
        using var limit = new TimeLimit(longest, time, cancellationToken);
        try
        {
            await recorder.Taken.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested)
        {
            // Time to refresh, or to send the rest and stop.
        }
    }

    private async Task SendTakenAsync(CancellationToken cancellationToken)
    {
        while (recorder.Taken.TryRead(out var occurrence))
        {
            if (_series.TryGetValue(occurrence, out var series))
            {
                series.Repeat(time.GetUtcNow().UtcDateTime);
            }
            else if (BucketOf(occurrence.Regarding).TryTake())
            {
                await SendAsync(occurrence, cancellationToken);
            }
            else
            {
                Drop("rate_limited");
            }
        }
    }

    private async Task SendAsync(Occurrence occurrence, CancellationToken cancellationToken)
    {
        await Task.Delay(_overall.Reserve(), time, cancellationToken);
        if (await TryAsync(token => CreateAsync(occurrence, token), cancellationToken) is { } sent)
        {
            _series[occurrence] = new EventSeries(sent, time.GetTimestamp());
        }
    }

    private async Task<Eventsv1Event> CreateAsync(Occurrence occurrence, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CreateAsync(New(occurrence), cancellationToken);
        }
        catch (KubernetesException e)
            when (e.StatusCode == HttpStatusCode.UnprocessableEntity
                && occurrence.Regarding.NamespaceProperty is null
                && _clusterNamespace != OldClusterNamespace
            )
        {
            _clusterNamespace = OldClusterNamespace;
            return await client.CreateAsync(New(occurrence), cancellationToken);
        }
    }

    private async Task RefreshAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        foreach (var (occurrence, series) in _series.Where(entry => entry.Value.IsBehind).ToList())
        {
            if (time.GetElapsedTime(series.SentAt) < interval)
            {
                continue;
            }

            await Task.Delay(_overall.Reserve(), time, cancellationToken);
            if (await TryAsync(token => client.UpdateAsync(series.Wanted, token), cancellationToken) is { } sent)
            {
                series.Confirm(sent, time.GetTimestamp());
            }
            else
            {
                // The server may have let it expire: the next occurrence is a new event.
                _series.Remove(occurrence);
            }
        }
    }

    private async Task<Eventsv1Event?> TryAsync(
        Func<CancellationToken, Task<Eventsv1Event>> send,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await send(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Drop("refused");
            if (_log.TryTake())
            {
                Log.Refused(logger, e.Message);
            }

            return null;
        }
    }

    /// <summary>Ends series that nobody goes on with, and limits that nobody has come near for long.</summary>
    private void Forget()
    {
        foreach (var (occurrence, series) in _series)
        {
            if (!series.IsBehind && time.GetElapsedTime(series.SentAt) > SeriesEnd)
            {
                _series.Remove(occurrence);
            }
        }

        foreach (var (regarding, bucket) in _objects)
        {
            if (bucket.IsFull)
            {
                _objects.Remove(regarding);
            }
        }
    }

    private TokenBucket BucketOf(V1ObjectReference regarding)
    {
        if (!_objects.TryGetValue(regarding, out var bucket))
        {
            _objects.Add(regarding, bucket = new TokenBucket(1 / ObjectRefill.TotalSeconds, ObjectBurst, time));
        }

        return bucket;
    }

    private void Drop(string cause) => metrics.DroppedEvents.Add(1, new KeyValuePair<string, object?>("cause", cause));

    private Eventsv1Event New(Occurrence occurrence) =>
        new()
        {
            Metadata = new()
            {
                Name = EventText.Name(occurrence.Regarding.Name),
                NamespaceProperty = occurrence.Regarding.NamespaceProperty ?? _clusterNamespace,
            },
            EventTime = time.GetUtcNow().UtcDateTime,
            ReportingController = options.Name,
            ReportingInstance = EventText.Instance(options.Identity),
            Action = "Reconcile",
            Reason = occurrence.Reason,
            Regarding = occurrence.Regarding,
            Note = occurrence.Note,
            Type = occurrence.Type.ToString(),
        };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "An event could not be sent: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Information, "{Count} events were not sent before the stop")]
        public static partial void Unsent(ILogger logger, int count);
    }
}
