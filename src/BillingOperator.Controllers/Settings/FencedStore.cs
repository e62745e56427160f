using BillingOperator.Billing.ObjectStores;
using BillingOperator.ControllerRuntime.Leading;

namespace BillingOperator.Controllers.Settings;

/// <summary>
/// Lets only the leader put. A replica that slept through its lease in the middle of a run finds out at the next object, and
/// throws <see cref="NotLeaderException"/>.
/// </summary>
internal sealed class FencedStore(IObjectStore store, ILeadership leadership) : IObjectStore
{
    /// <inheritdoc/>
    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) =>
        store.ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public Task<RetrievedObject?> GetAsync(string key, CancellationToken cancellationToken) =>
        store.GetAsync(key, cancellationToken);

    /// <inheritdoc/>
    public Task<PutOutcome> PutAsync(ObjectToPut item, CancellationToken cancellationToken) =>
        leadership.IsLeader ? store.PutAsync(item, cancellationToken) : throw new NotLeaderException();
}
