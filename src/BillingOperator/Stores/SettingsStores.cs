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

    /// <summary>Opens the place where a run wrote, with the settings of now, to look at it.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="location">The place, as <see cref="S3Location"/> writes it.</param>
    /// <returns><see langword="null"/> where it is at another store: credentials are shown to none but their own.</returns>
    public S3ObjectStore? OpenAt(BillingServerSettings settings, string location) =>
        S3Location.AtSameStore(settings.Spec.S3!, location) is { } s3
            ? new S3ObjectStore(settings.Spec with { S3 = s3 }, secrets, time)
            : null;

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
