using System.Security.Cryptography;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Runs;

/// <summary>Moves <c>latest.json</c> to a committed run, never back to an older one, whoever else moves it meanwhile.</summary>
internal sealed class LatestPointerMover(IObjectStore store)
{
    /// <summary>Moves the pointer, unless it is there already or further.</summary>
    public async Task MoveAsync(string key, LatestPointer pointer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var present = await store.FindAsync(key, cancellationToken);
            if (present is Found found && !pointer.IsNewerThan(LatestPointer.Read(key, found.Object.Content)))
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
        }
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
