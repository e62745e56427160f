using BillingOperator.Billing.ObjectStores;
using BillingOperator.ControllerRuntime.Leading;

namespace BillingOperator.Controllers.Settings;

/// <summary>A store with several users; it is disposed of when it is retired and the last of them is done.</summary>
internal sealed class SharedStore(IOpenStore store, ILeadership leadership, (string? Uid, long? Generation) version)
{
    private readonly FencedStore _fenced = new(store, leadership);
    private int _holds = 1;

    /// <summary>Which settings it belongs to.</summary>
    public (string? Uid, long? Generation) Version => version;

    /// <summary>Lets one more use it. Not after <see cref="Retire"/>.</summary>
    public Use Take()
    {
        Interlocked.Increment(ref _holds);
        return new Use(this);
    }

    /// <summary>Lets nobody else use it.</summary>
    public void Retire() => Release();

    private void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            store.Dispose();
        }
    }

    /// <summary>One use of the store.</summary>
    internal sealed class Use(SharedStore shared) : IDisposable
    {
        private bool _isDone;

        /// <summary>The store.</summary>
        public IObjectStore Store => shared._fenced;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isDone, true))
            {
                shared.Release();
            }
        }
    }
}
