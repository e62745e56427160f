using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.Controllers.Settings;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Controllers.Tenants;

/// <summary>
/// What all enabled billing events want of the tenants now. The status of a tenant says whether it has that, so where an
/// event comes to want something else, the tenants that it selects, or did, are looked at again.
/// </summary>
internal sealed class UploadTargets(
    IEntityCache<BillingEvent> events,
    IEntityCache<BillingServerSettings> settings,
    IEntityCache<Tenant> tenants,
    IEntityQueue<Tenant> queue
)
{
    private readonly Lock _lock = new();
    private IReadOnlyList<UploadTarget>? _current;

    /// <summary>The targets of the events that select a tenant, sorted by name.</summary>
    public IReadOnlyList<UploadTarget> Of(Tenant tenant) =>
        [
            .. Current()
                .Where(target => LabelSelectorMatcher.Matches(target.Selector, tenant.Metadata.Labels?.AsReadOnly())),
        ];

    /// <summary>Takes in what the caches say of events and settings now.</summary>
    /// <param name="patience">
    /// How long the tenants may wait for it: a run that goes on looks at most of them anyway, and one status write is cheaper
    /// than two.
    /// </param>
    public void Refresh(TimeSpan patience)
    {
        List<UploadTarget> changed;
        lock (_lock)
        {
            var before = Current();
            var now = Read();
            changed = [.. Missing(before, now), .. Missing(now, before)];
            _current = now;
        }
        if (changed.Count == 0)
        {
            return;
        }
        foreach (var tenant in tenants.List())
        {
            if (
                changed.Exists(target =>
                    LabelSelectorMatcher.Matches(target.Selector, tenant.Metadata.Labels?.AsReadOnly())
                )
            )
            {
                queue.AddAfter(EntityKey.Of(tenant), patience);
            }
        }
    }

    private IReadOnlyList<UploadTarget> Current()
    {
        lock (_lock)
        {
            return _current ??= Read();
        }
    }

    private List<UploadTarget> Read() =>
        [
            .. events
                .List()
                .Select(billingEvent =>
                    UploadTarget.Of(billingEvent, ServerReadiness.Of(billingEvent, settings).Location)
                )
                .OfType<UploadTarget>()
                .OrderBy(target => target.Event, StringComparer.Ordinal),
        ];

    private static IEnumerable<UploadTarget> Missing(
        IReadOnlyList<UploadTarget> from,
        IReadOnlyList<UploadTarget> others
    ) => from.Where(target => !others.Any(target.IsSameAs));
}
