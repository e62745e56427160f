using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Text;
using BillingOperator.ControllerRuntime.Eventing;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Controllers.Conditions;
using BillingOperator.Kubernetes.Entities;
using Microsoft.Extensions.Logging;

namespace BillingOperator.Controllers.Tenants;

/// <summary>
/// Tells of the tenants whose Ready changed: each that is not ready in a Kubernetes Event, and all together in a line of the
/// log now and then, with their number and the first few by name. There may be thousands of them at once.
/// </summary>
internal sealed partial class TenantReporter : IStatusObserver<Tenant>, IDisposable
{
    private const int Named = 5;
    private const int LongestMessage = 200;

    /// <summary>After the first change, others are waited for so long.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(5);

    private readonly EventPublisher _publish;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly Batch _ready = new();
    private readonly Batch _notReady = new();

    public TenantReporter(EventPublisher publish, TimeProvider time, ILogger<TenantReporter> logger)
    {
        _publish = publish;
        _logger = logger;
        _timer = time.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void OnWritten(Tenant before, Tenant after)
    {
        if (ReadyChange.Between(before, after) is not { } change)
        {
            return;
        }
        var (reason, message) = (change.Now.Reason, change.Now.Message);
        lock (_lock)
        {
            if (_ready.Count + _notReady.Count == 0)
            {
                _timer.Change(Gathering, Timeout.InfiniteTimeSpan);
            }
            if (change.IsReady)
            {
                _ready.Add(EntityKey.Of(after), reason, "");
            }
            else
            {
                _notReady.Add(EntityKey.Of(after), reason, message);
            }
        }
        if (change.IsFault)
        {
            _publish(after, reason, message, change.EventType);
        }
    }

    /// <summary>Tells what is left.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Tell();
    }

    private void Tell()
    {
        lock (_lock)
        {
            if (_ready.Count > 0)
            {
                Log.Ready(_logger, _ready.Count, _ready.Take());
            }
            if (_notReady.Count > 0)
            {
                Log.NotReady(_logger, _notReady.Count, _notReady.Take());
            }
        }
    }

    private sealed class Batch
    {
        private readonly HashSet<EntityKey> _tenants = [];
        private readonly List<string> _first = new(Named);

        public int Count => _tenants.Count;

        public void Add(EntityKey tenant, string reason, string message)
        {
            if (!_tenants.Add(tenant) || Count > Named)
            {
                return;
            }
            var why = message.Length == 0 ? reason : $"{reason}: {CutText.To(message, LongestMessage)}";
            _first.Add($"{tenant} ({why})");
        }

        public string Take()
        {
            var text = string.Join(", ", _first) + (Count > Named ? $" and {Count - Named} more" : "");
            _first.Clear();
            _tenants.Clear();
            return text;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Tenants that became ready ({Count}): {Tenants}")]
        public static partial void Ready(ILogger logger, int count, string tenants);

        [LoggerMessage(LogLevel.Information, "Tenants that are not ready ({Count}): {Tenants}")]
        public static partial void NotReady(ILogger logger, int count, string tenants);
    }
}
