namespace BillingOperator.Tests.EndToEnd.Kills;

/// <summary>
/// Hundreds of tenants that people add, change, relabel and remove one after the other. The log of it tells what the
/// cluster held at any moment: a view of the tenants is true if it is the state after some number of changes.
/// </summary>
internal sealed class TenantHistory(Installation installation, string site, Random random)
{
    private readonly List<(string Id, DeclaredTenant? Tenant)> _log = [];
    private readonly Dictionary<string, DeclaredTenant> _present = new(StringComparer.Ordinal);
    private int _created;

    /// <summary>Every change so far, in order: a tenant's new state, or that it is gone.</summary>
    public IReadOnlyList<(string Id, DeclaredTenant? Tenant)> Log => _log;

    /// <summary>The tenants that are there now, by id.</summary>
    public IReadOnlyDictionary<string, DeclaredTenant> Present => _present;

    public async Task FillAsync(int count)
    {
        var tenants = Enumerable.Range(0, count).Select(_ => New()).ToList();
        foreach (var tenant in tenants)
        {
            Note(tenant);
        }
        await installation.CreateTenantsAsync(site, tenants.Select(tenant => tenant.Manifest));
    }

    /// <summary>Changes some tenants, adds some and removes one.</summary>
    public async Task ChangeAsync(int count)
    {
        var changed = Enumerable.Range(0, count).Select(_ => random.Next(5) == 0 ? New() : Changed()).ToList();
        foreach (var tenant in changed)
        {
            Note(tenant);
        }
        // kubectl applies them in their order.
        await installation.Cluster.ApplyAsync(string.Join("\n---\n", changed.Select(tenant => tenant.Manifest)));
        var gone = Any();
        _present.Remove(gone.Id);
        _log.Add((gone.Id, null));
        await installation.Cluster.KubectlAsync("delete", "bten", gone.Name, "-n", site);
    }

    private DeclaredTenant New() =>
        new(site, $"tenant-{_created++:d5}") { IsCloud = random.Next(4) != 0, IsBroken = random.Next(50) == 0 };

    private DeclaredTenant Changed()
    {
        var tenant = Any();
        var next = random.Next(8) switch
        {
            0 => tenant with { IsSelected = !tenant.IsSelected },
            1 => tenant with { IsBillable = !tenant.IsBillable },
            2 => tenant with { IsBroken = !tenant.IsBroken },
            3 => tenant with { IsCloud = !tenant.IsCloud },
            _ => tenant,
        };
        // Also back to what it was before.
        return next with { Version = random.Next(4) == 0 ? 0 : _log.Count };
    }

    private DeclaredTenant Any() => _present.Values.ElementAt(random.Next(_present.Count));

    private void Note(DeclaredTenant tenant)
    {
        _present[tenant.Id] = tenant;
        _log.Add((tenant.Id, tenant));
    }
}
