using System.Security.Cryptography;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Runs;

/// <summary>Moves <c>latest.json</c> to a committed run, never back to an older one, whoever else moves it meanwhile.</summary>
internal sealed class LatestPointerMover(IObjectStore store, TimeProvider time)
{
    /// <summary>Far more than writers there may be at a time.</summary>
    private const int Tries = 8;

    /// <summary>Moves the pointer, unless it is there already or further.</summary>
    /// <exception cref="ObjectStoreException">It cannot be moved.</exception>
    public async Task MoveAsync(string key, LatestPointer pointer, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var present = await store.FindAsync(key, cancellationToken);
            if (
                present is Found found
                && !pointer.IsNewerThan(
                    await store.UnderstandAsync(key, found.Object, LatestPointer.Read, cancellationToken)
                )
            )
            {
                return;
            }
            var condition = present switch
            {
                Found known => PutCondition.IfMatch(known.Object.ETag),
                Missing => PutCondition.IfAbsent,
                // Credentials that may only write: the newest run to get here wins.
                _ => PutCondition.None,
            };
            if (await PutAsync(key, pointer, condition, cancellationToken) == PutOutcome.Stored)
            {
                return;
            }
            await RetryPause.AfterAsync(attempt, time, cancellationToken);
        }
        throw new ObjectStoreException(
            ObjectStoreFailure.ConditionalWritesUnsupported,
            $"object {key} cannot be moved: the store refused each of {Tries} conditional writes, as if another had come "
                + "first every time; look into the store's own log, or use a store that honours If-Match"
        );
    }

    private Task<PutOutcome> PutAsync(
        string key,
        LatestPointer pointer,
        PutCondition condition,
        CancellationToken cancellationToken
    )
    {
        var content = BucketJsonContext.Write(pointer, BucketJsonContext.Indented.LatestPointer);
        var item = new ObjectToPut(key, content, "application/json", SHA256.HashData(content.Span), condition);
        return store.PutAsync(item, cancellationToken);
    }
}
