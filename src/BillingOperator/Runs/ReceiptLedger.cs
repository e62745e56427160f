using BillingOperator.Api.Tenants;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Runs;

/// <summary>
/// Receipts on their way from a committed run to the status of their tenants. The tenant controller, the only writer of
/// that status, fetches them here; the run waits until none of its receipts is left.
/// </summary>
internal sealed class ReceiptLedger(IEntityQueue<Tenant> queue)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntityKey, Dictionary<string, (UploadReceipt Receipt, Delivery Delivery)>> _pending =
    [];

    /// <summary>Hands out the receipts of one event, and waits until each is written or its tenant is gone.</summary>
    public async Task DeliverAsync(
        IReadOnlyCollection<KeyValuePair<EntityKey, UploadReceipt>> receipts,
        CancellationToken cancellationToken
    )
    {
        var delivery = new Delivery(receipts.Count);
        foreach (var (tenant, receipt) in receipts)
        {
            Post(tenant, receipt, delivery);
            queue.Add(tenant);
        }
        await delivery.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>The receipts that a tenant's status still lacks.</summary>
    public IReadOnlyList<UploadReceipt> PendingFor(EntityKey tenant)
    {
        lock (_lock)
        {
            return _pending.TryGetValue(tenant, out var receipts) ? [.. receipts.Values.Select(p => p.Receipt)] : [];
        }
    }

    /// <summary>Says that these receipts are in the tenant's status now.</summary>
    public void Acknowledge(EntityKey tenant, IReadOnlyList<UploadReceipt> written)
    {
        lock (_lock)
        {
            if (!_pending.TryGetValue(tenant, out var receipts))
            {
                return;
            }
            foreach (var receipt in written)
            {
                if (receipts.TryGetValue(receipt.Event, out var pending) && pending.Receipt == receipt)
                {
                    receipts.Remove(receipt.Event);
                    pending.Delivery.CountOne();
                }
            }
            if (receipts.Count == 0)
            {
                _pending.Remove(tenant);
            }
        }
    }

    /// <summary>Says that a tenant is gone, and its receipts have nowhere to go.</summary>
    public void Drop(EntityKey tenant) => Acknowledge(tenant, PendingFor(tenant));

    private void Post(EntityKey tenant, UploadReceipt receipt, Delivery delivery)
    {
        lock (_lock)
        {
            if (!_pending.TryGetValue(tenant, out var receipts))
            {
                _pending[tenant] = receipts = [];
            }
            if (receipts.TryGetValue(receipt.Event, out var superseded))
            {
                superseded.Delivery.CountOne();
            }
            receipts[receipt.Event] = (receipt, delivery);
        }
    }

    /// <summary>Counts down the receipts of one run.</summary>
    private sealed class Delivery
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left;

        public Delivery(int count)
        {
            _left = count;
            if (count == 0)
            {
                _done.SetResult();
            }
        }

        public Task Completion => _done.Task;

        public void CountOne()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _done.SetResult();
            }
        }
    }
}
