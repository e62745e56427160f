using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Tenants;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.Controllers.Tenants;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Controllers.Events;

/// <summary>Works out which receipts of a committed run are news to the tenants' status.</summary>
internal static class RunReceipts
{
    /// <summary>
    /// The receipts to write, to whoever holds the id of a record now: a tenant that was changed or relabelled since the
    /// run fixed its tenants has its record in the bucket all the same. A record that is unchanged since an earlier run
    /// keeps its receipt, so a run that stores nothing writes nothing.
    /// </summary>
    public static IReadOnlyCollection<KeyValuePair<EntityKey, UploadReceipt>> ToWrite(
        RunOutcome outcome,
        RunSpec spec,
        IEntityCache<Tenant> tenants
    )
    {
        var holders = TenantIdentity.Holders(ClusterTenantSource.Declarations(tenants));
        var receipts = new List<KeyValuePair<EntityKey, UploadReceipt>>(outcome.UploadedTenants.Count);
        foreach (var record in outcome.Manifest.Records)
        {
            if (!holders.TryGetValue(record.TenantId, out var tenant))
            {
                continue; // Deleted since the run fixed its tenants.
            }
            var key = new EntityKey(tenant.Namespace, tenant.Name);
            if (tenants.Get(key) is not { } present)
            {
                continue;
            }
            var receipt = new UploadReceipt
            {
                Event = outcome.Manifest.Event,
                BillingPeriod = outcome.Manifest.BillingPeriod,
                RunId = outcome.Manifest.RunId,
                Location = spec.Location,
                Key = record.Key,
                Sha256 = record.Sha256,
                UploadedAt = outcome.Manifest.CommittedAt,
            };
            var before = present.Status?.Uploads?.FirstOrDefault(upload => Receipts.AreOfOneRecord(upload, receipt));
            if (outcome.UploadedTenants.Contains(record.TenantId) || !SaysTheSame(before, receipt))
            {
                receipts.Add(new(key, receipt));
            }
        }
        return receipts;
    }

    private static bool SaysTheSame(UploadReceipt? before, UploadReceipt now) =>
        before is not null && before.Location == now.Location && before.Key == now.Key && before.Sha256 == now.Sha256;
}
