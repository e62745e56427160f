using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Billing.Verification;

/// <summary>
/// Reads objects. One that may not be read does not hinder the others; a store that fails for one after the other ends
/// the verification.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="mostFailures">How many objects may fail.</param>
internal sealed class ObjectReader(IObjectStore store, int mostFailures)
{
    /// <summary>How much longer than it should be an object may be listed, and is still read: a gateway may encrypt it.</summary>
    private const int Slack = 64 * 1024;

    private int _failures;

    /// <summary>The store.</summary>
    public IObjectStore Store => store;

    /// <summary>Whether an object is so long that it cannot be what it should be, and is not worth the memory.</summary>
    public static bool IsTooLong(long? listed, long expected) => listed > expected + Slack;

    /// <summary>Reads an object; where it may not be read, that is a finding.</summary>
    /// <exception cref="ObjectStoreException">The store as a whole refused or could not be reached.</exception>
    public async Task<FoundObject> ReadAsync(string key, FindingList findings, CancellationToken cancellationToken)
    {
        try
        {
            var found = await store.GetAsync(key, cancellationToken);
            return new FoundObject(found?.Content, IsMissing: found is null);
        }
        catch (ObjectStoreException failure)
            when (IsOfOne(failure) && Interlocked.Increment(ref _failures) <= mostFailures)
        {
            findings.Add(FindingKind.Unreadable, $"{failure.Failure}: {failure.Message}", key);
            return default;
        }
    }

    private static bool IsOfOne(ObjectStoreException failure) =>
        failure.Failure
            is ObjectStoreFailure.AccessDenied
                or ObjectStoreFailure.EncryptionDenied
                or ObjectStoreFailure.StoreError;
}
