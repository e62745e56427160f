using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Runs;

/// <summary>
/// The records that a listing shows. One that looks different from what was written is read and hashed before it is called
/// damaged: a length may be that of an encrypted object, and an ETag need not be an MD5. When a few of those turn out to be
/// whole, that mark says nothing in this store, and is not looked at any more.
/// </summary>
internal sealed class ListedRecords(IObjectStore store, IReadOnlyDictionary<string, StoredObject> listed)
{
    /// <summary>How many whole objects with another length or ETag show that the mark says nothing.</summary>
    private const int WholeInDoubt = 3;

    private int _wholeWithOtherSize;
    private int _wholeWithOtherMd5;

    /// <summary>Whether the listing shows a record.</summary>
    public bool Contains(RenderedRecord record) => listed.ContainsKey(record.Key);

    /// <summary>Makes sure that a listed record is not damaged; <see langword="false"/> where it is gone.</summary>
    /// <exception cref="ObjectStoreException">It is damaged, or could not be read.</exception>
    public async Task<bool> IsThereAsync(RenderedRecord record, CancellationToken cancellationToken)
    {
        var there = listed[record.Key];
        var hasOtherSize = there.Size is { } size && size != record.Content.Length;
        if (hasOtherSize && Volatile.Read(ref _wholeWithOtherSize) < WholeInDoubt)
        {
            return await ProveAsync(record, there.Size, cancellationToken) switch
            {
                Found => Count(ref _wholeWithOtherSize),
                Missing => false,
                _ => throw Damaged(record.Key),
            };
        }
        if (!hasOtherSize && HasOtherMd5(there, record) && Volatile.Read(ref _wholeWithOtherMd5) < WholeInDoubt)
        {
            // Where it may not be read, another ETag proves nothing.
            return await ProveAsync(record, there.Size, cancellationToken) is Missing
                ? false
                : Count(ref _wholeWithOtherMd5);
        }
        return true;
    }

    /// <summary>Reads a record that the store says is there, or shows in another way.</summary>
    /// <exception cref="ObjectStoreException">It is damaged, or could not be read.</exception>
    public async Task<FindResult> ProveAsync(RenderedRecord record, long? size, CancellationToken cancellationToken)
    {
        var result = await store.FindAsync(record.Key, cancellationToken);
        if (
            result is not Found found
            || SHA256.HashData(found.Object.Content.Span).AsSpan().SequenceEqual(record.Hash.Span)
        )
        {
            return result;
        }
        // A proxy that cuts answers short is no damage.
        throw size is not null && size != found.Object.Content.Length
            ? ContentDoubt.Contradiction(record.Key, size.Value, found.Object.Content.Length)
            : Damaged(record.Key);
    }

    private static bool Count(ref int counter)
    {
        Interlocked.Increment(ref counter);
        return true;
    }

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what S3 lists; it finds damage, not attacks.")]
    private static bool HasOtherMd5(StoredObject there, RenderedRecord record) =>
        there.Md5 is { } md5 && md5 != Convert.ToHexStringLower(MD5.HashData(record.Content.Span));

    private static ObjectStoreException Damaged(string key) =>
        new(
            ObjectStoreFailure.ContentDamaged,
            $"object {key} is not what was written under this key: find out who changed it, then delete it; "
                + "the next try stores the right bytes"
        );
}
