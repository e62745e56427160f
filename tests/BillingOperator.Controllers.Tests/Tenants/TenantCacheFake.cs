using BillingOperator.Api.Tenants;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Controllers.Tests.Tenants;

/// <summary>The tenants of a test in place of those of a cluster; nobody works on the queue.</summary>
internal sealed class TenantCacheFake : IEntityCache<Tenant>, IEntityQueue<Tenant>
{
    private readonly Dictionary<EntityKey, Tenant> _tenants = [];

    public bool HasSynced => true;

    public int Count => _tenants.Count;

    /// <summary>Keys that were queued, in order.</summary>
    public List<EntityKey> Queued { get; } = [];

    public EntityKey Put(Tenant tenant)
    {
        _tenants[EntityKey.Of(tenant)] = tenant;
        return EntityKey.Of(tenant);
    }

    public Tenant? Get(EntityKey key) => _tenants.GetValueOrDefault(key);

    public IReadOnlyList<Tenant> List() => [.. _tenants.Values];

    public IReadOnlyList<Tenant> ByIndex(string index, string value) => throw new NotSupportedException();

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Add(EntityKey key) => Queued.Add(key);

    public void AddAfter(EntityKey key, TimeSpan delay) => Queued.Add(key);
}
