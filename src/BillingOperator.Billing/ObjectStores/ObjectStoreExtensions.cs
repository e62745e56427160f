namespace BillingOperator.Billing.ObjectStores;

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

    /// <summary>Understands an object of the operator's own.</summary>
    /// <exception cref="ObjectStoreException">It cannot be understood; what is wrong with it, and what to do.</exception>
    public static async Task<T> UnderstandAsync<T>(
        this IObjectStore store,
        string key,
        RetrievedObject found,
        Func<string, ReadOnlyMemory<byte>, T> read,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return read(key, found.Content);
        }
        catch (InvalidDataException fault)
        {
            throw await ContentDoubt.JudgeAsync(store, key, found.Content, fault, cancellationToken);
        }
    }
}
