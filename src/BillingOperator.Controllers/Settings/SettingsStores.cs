using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.Storage;

namespace BillingOperator.Controllers.Settings;

/// <summary>
/// Opens the buckets that settings name. All who use the same generation of the same settings share one connection, and
/// what it has learned of its store: so the probe finds out whether conditional writes are honoured, and a run does not
/// have to. Only the leader can put.
/// </summary>
internal sealed class SettingsStores(ObjectStoreFactory factory, ILeadership leadership) : IDisposable
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
                var store = factory.Open(settings.Spec, MaxConnections);
                _current[name] = shared = new SharedStore(store, leadership, version);
            }
            return shared.Take();
        }
    }

    /// <summary>Opens the place where a run wrote, with the settings of now, to look at it.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="location">The place, as <see cref="ObjectStoreFactory.LocationOf"/> gives it.</param>
    /// <returns><see langword="null"/> where it is at another store: credentials are shown to none but their own.</returns>
    public IOpenStore? OpenAt(BillingServerSettings settings, string location) =>
        ObjectStoreFactory.At(settings.Spec, location) is { } there ? factory.Open(there) : null;

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
