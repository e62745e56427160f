using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Billing.Runs;

internal static class ObjectStoreExtensions
{
    /// <summary>Looks for an object with credentials that may lack the right to read.</summary>
    public static async Task<FindResult> FindAsync(
        this IObjectStore store,
        string key,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await store.GetAsync(key, cancellationToken) is { } found ? new Found(found) : new Missing();
        }
        catch (ObjectStoreException failure) when (failure.Failure == ObjectStoreFailure.AccessDenied)
        {
            return new Unreadable();
        }
    }
}
