using BillingOperator.Api.Tenants;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Controllers.Tenants;

/// <summary>
/// Receipts on their way from a committed run to the status of their tenants. The tenant controller, the only writer of
/// that status, fetches them here; the run waits until none of its receipts is left.
/// </summary>
internal sealed class PendingReceipts(IEntityQueue<Tenant> queue, IEntityCache<Tenant> tenants, TimeProvider time)
{
    /// <summary>
    /// For so long no receipt could be written before the run goes without the rest: a status that the API server refuses
    /// for ever must not stop the billing. What is left is written when it can be, or by the next run.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<EntityKey, Pending[]> _pending = [];

    /// <summary>Hands out the receipts of one event, and waits until each is written or its tenant is gone.</summary>
    /// <returns>How many could not be written; they stay here.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped; what was not written by then will not be.</exception>
    public async Task<int> DeliverAsync(
        IReadOnlyCollection<KeyValuePair<EntityKey, UploadReceipt>> receipts,
        CancellationToken cancellationToken
    )
    {
        var delivery = new Delivery(receipts.Count);
        try
        {
            foreach (var (tenant, receipt) in receipts)
            {
                Post(tenant, receipt, delivery);
                queue.Add(tenant);
                if (tenants.Get(tenant) is null)
                {
                    Drop(tenant); // It went before the receipt came, so that nobody else drops it.
                }
            }
            return await WaitAsync(delivery, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Withdraw(receipts, delivery);
            throw;
        }
    }

    /// <summary>The receipts that a tenant's status still lacks.</summary>
    public IReadOnlyList<UploadReceipt> PendingFor(EntityKey tenant)
    {
        lock (_lock)
        {
            return [.. Of(tenant).Select(pending => pending.Receipt)];
        }
    }

    /// <summary>Says that these receipts are in the tenant's status now.</summary>
    public void Acknowledge(EntityKey tenant, IReadOnlyList<UploadReceipt> written)
    {
        foreach (var receipt in written)
        {
            Remove(tenant, pending => pending.Receipt == receipt);
        }
    }

    /// <summary>
    /// Says that the API server refuses the tenant's status. No run waits for its receipts; they stay here for when it does
    /// not.
    /// </summary>
    public void Refuse(EntityKey tenant)
    {
        lock (_lock)
        {
            foreach (var waiting in Of(tenant).Where(pending => !pending.IsRefused))
            {
                waiting.Delivery.CountRefused();
            }
            if (_pending.ContainsKey(tenant))
            {
                _pending[tenant] = [.. Of(tenant).Select(pending => pending with { IsRefused = true })];
            }
        }
    }

    /// <summary>Says that a tenant is gone, and its receipts have nowhere to go.</summary>
    public void Drop(EntityKey tenant) => Acknowledge(tenant, PendingFor(tenant));

    private async Task<int> WaitAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        while (true)
        {
            var left = delivery.Left;
            try
            {
                await delivery.Completion.WaitAsync(Patience, time, cancellationToken);
                return delivery.Refused;
            }
            catch (TimeoutException)
            {
                if (delivery.Left == left)
                {
                    return left + delivery.Refused;
                }
            }
        }
    }

    private void Post(EntityKey tenant, UploadReceipt receipt, Delivery delivery)
    {
        lock (_lock)
        {
            Remove(
                tenant,
                superseded =>
                    superseded.Receipt.Event == receipt.Event
                    && superseded.Receipt.BillingPeriod == receipt.BillingPeriod
            );
            _pending[tenant] = [.. Of(tenant), new Pending(receipt, delivery)];
        }
    }

    // Another run may follow, here or elsewhere, and its receipts must not be written over.
    private void Withdraw(IReadOnlyCollection<KeyValuePair<EntityKey, UploadReceipt>> receipts, Delivery delivery)
    {
        foreach (var (tenant, _) in receipts)
        {
            Remove(tenant, pending => pending.Delivery == delivery);
        }
    }

    private void Remove(EntityKey tenant, Func<Pending, bool> which)
    {
        lock (_lock)
        {
            Pending[] left = [.. Of(tenant).Where(pending => !which(pending))];
            foreach (var gone in Of(tenant).Where(pending => which(pending) && !pending.IsRefused))
            {
                gone.Delivery.CountOne();
            }
            if (left.Length > 0)
            {
                _pending[tenant] = left;
            }
            else
            {
                _pending.Remove(tenant);
            }
        }
    }

    // One for each event and period: few enough to look through.
    private Pending[] Of(EntityKey tenant) => _pending.GetValueOrDefault(tenant, []);

    private readonly record struct Pending(UploadReceipt Receipt, Delivery Delivery, bool IsRefused = false);

    /// <summary>Counts down the receipts of one run.</summary>
    private sealed class Delivery
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left;
        private int _refused;

        public Delivery(int count)
        {
            _left = count;
            if (count == 0)
            {
                _done.SetResult();
            }
        }

        public int Left => Volatile.Read(ref _left);

        /// <summary>How many are not waited for any more, because they cannot be written.</summary>
        public int Refused => Volatile.Read(ref _refused);

        public Task Completion => _done.Task;

        public void CountRefused()
        {
            Interlocked.Increment(ref _refused);
            CountOne();
        }

        public void CountOne()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _done.SetResult();
            }
        }
    }
}
