namespace BillingOperator.Billing.ObjectStores;

/// <summary>
/// Where billing information is stored: an S3 bucket, or a folder. Transient faults are retried inside; what is thrown
/// is an <see cref="ObjectStoreException"/> with the reason.
/// </summary>
public interface IObjectStore
{
    /// <summary>Lists the objects whose key starts with a prefix, in the order of their keys' UTF-8 bytes.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Reads an object; <see langword="null"/> where there is none.</summary>
    Task<RetrievedObject?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes an object whole or not at all, with every write option of the settings. When the answer to an earlier try
    /// was lost, <see cref="PutOutcome.PreconditionFailed"/> may be about this very write.
    /// </summary>
    Task<PutOutcome> PutAsync(ObjectToPut item, CancellationToken cancellationToken);
}
