using System.Collections.Concurrent;
using System.Net;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.Kubernetes.Entities;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Writing;

/// <summary>The objects whose status the API server refuses: nobody can read there what is wrong with them.</summary>
internal sealed partial class StatusRefusals
{
    private const int LinesAtOnce = 20;
    private const double LinesPerSecond = 0.1;

    private readonly ConcurrentDictionary<(string Kind, EntityKey Key), string> _refused = [];
    private readonly Lock _lock = new();
    private readonly TokenBucket _lines;
    private readonly ILogger _logger;

    /// <summary>Starts without any.</summary>
    public StatusRefusals(TimeProvider time, RuntimeMetrics metrics, ILogger<StatusRefusals> logger)
    {
        _lines = new TokenBucket(LinesPerSecond, LinesAtOnce, time);
        _logger = logger;
        metrics.ObserveRefusedStatuses(() => _refused.Keys.Select(refused => refused.Kind));
    }

    /// <summary>Each object with what the server said.</summary>
    public IReadOnlyDictionary<(string Kind, EntityKey Key), string> All => _refused;

    /// <summary>Whether the server means this status, and not its own state: another try would end the same way.</summary>
    public static bool IsRefusal(KubernetesException e) =>
        e.StatusCode
            is HttpStatusCode.BadRequest
                or HttpStatusCode.Forbidden
                or HttpStatusCode.RequestEntityTooLarge
                or HttpStatusCode.UnprocessableEntity
        // etcd's limit is lower than the API server's own, and comes as an internal error.
        || e.StatusCode == HttpStatusCode.InternalServerError
            && e.Status.Message?.Contains("too large", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Takes in a refusal; one line for each object and cause, unless there are very many.</summary>
    public void Note(string kind, EntityKey key, KubernetesException refusal)
    {
        var cause = OneLine.Of(refusal.Message);
        var isNew = true;
        _refused.AddOrUpdate(
            (kind, key),
            cause,
            (_, before) =>
            {
                isNew = before != cause;
                return cause;
            }
        );
        lock (_lock)
        {
            if (isNew && _lines.TryTake())
            {
                Log.Refused(_logger, kind, key, cause);
            }
        }
    }

    /// <summary>The status of an object was written, needs no write any more, or is gone with the object.</summary>
    public void Clear(string kind, EntityKey key)
    {
        if (!_refused.IsEmpty && _refused.TryRemove((kind, key), out _))
        {
            Log.Cleared(_logger, kind, key);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "{Kind} {Key}: its status cannot be written, all others go on; it is tried again on each change, and now and "
                + "then: {Reason}"
        )]
        public static partial void Refused(ILogger logger, string kind, EntityKey key, string reason);

        [LoggerMessage(LogLevel.Information, "{Kind} {Key}: its status is refused no longer")]
        public static partial void Cleared(ILogger logger, string kind, EntityKey key);
    }
}
