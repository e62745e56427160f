using System.Collections.Concurrent;

namespace BillingOperator.Billing.ObjectStores;

/// <summary>
/// A store that is read and never written to: whatever runs on it does what it would do, and what it would have written is
/// remembered by key.
/// </summary>
/// <param name="store">The store that is read.</param>
public sealed class DryRunStore(IObjectStore store) : IObjectStore
{
    private readonly ConcurrentQueue<string> _keys = new();

    /// <summary>Keys of the objects that were not written, in the order of the writes.</summary>
    public IReadOnlyCollection<string> Keys => _keys;

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) =>
        store.ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public Task<RetrievedObject?> GetAsync(string key, CancellationToken cancellationToken) =>
        store.GetAsync(key, cancellationToken);

    /// <summary>Writes nothing, and answers as if the condition held.</summary>
    public Task<PutOutcome> PutAsync(ObjectToPut item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _keys.Enqueue(item.Key);
        return Task.FromResult(PutOutcome.Stored);
    }
}
