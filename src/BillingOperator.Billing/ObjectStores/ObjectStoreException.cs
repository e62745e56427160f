namespace BillingOperator.Billing.ObjectStores;

/// <summary>An object store refused or could not be reached.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">What is wrong and what to do, in a sentence; never a secret.</param>
/// <param name="innerException">The cause.</param>
public sealed class ObjectStoreException(ObjectStoreFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public ObjectStoreFailure Failure => failure;

    /// <summary>Whether nothing will get better before somebody changes something: retried slowly.</summary>
    public bool IsPermanent =>
        failure
            is not (
                ObjectStoreFailure.StoreError
                or ObjectStoreFailure.EndpointUnreachable
                or ObjectStoreFailure.Throttled
            );
}
