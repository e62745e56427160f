using BillingOperator.Api.Settings;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.Storage.Credentials;
using BillingOperator.Storage.S3;

namespace BillingOperator.Stores;

/// <summary>
/// Opens the buckets that settings name. All who use the same generation of the same settings share one connection, and
/// what it has learned of its store: so the probe finds out whether conditional writes are honoured, and a run does not
/// have to. Only the leader can put.
/// </summary>
internal sealed class SettingsStores(ISecretReader secrets, ILeadership leadership, TimeProvider time) : IDisposable
{
    private const int MaxConnections = 256; // The most that spec.uploadConcurrency allows.

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SharedStore> _current = new(StringComparer.Ordinal);

    /// <summary>Opens the bucket of valid settings; whoever opens it disposes of it. Secrets are read when they are used.</summary>
    public SharedStore.Use Open(BillingServerSettings settings)
    {
        var name = settings.Metadata.Name;
        var version = (settings.Metadata.Uid, settings.Metadata.Generation);
        lock (_lock)
        {
            if (!_current.TryGetValue(name, out var shared) || shared.Version != version)
            {
                shared?.Retire();
                var store = new S3ObjectStore(settings.Spec, secrets, time, MaxConnections);
                _current[name] = shared = new SharedStore(store, leadership, version);
            }
            return shared.Take();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var shared in _current.Values)
            {
                shared.Retire();
            }
            _current.Clear();
        }
    }
}
