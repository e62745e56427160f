using System.Security.Cryptography;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Prefixes;

/// <summary>
/// Of two clusters with one bucket, prefix and event name, the pointer would move between the runs of both. So one object
/// says which cluster writes below a prefix; settings of the same cluster may share it. Prefixes inside of each other do
/// not meet: below a prefix, every key starts with an event's name and <c>billing_period=</c>.
/// </summary>
/// <param name="store">The bucket.</param>
/// <param name="prefix">The settings' prefix.</param>
/// <param name="cluster">This cluster; <see langword="null"/> where it is not known, and claims nothing.</param>
/// <param name="time">The clock.</param>
/// <param name="takeOver">Identity of the cluster whose place this one takes; <see langword="null"/> for none.</param>
/// <param name="takenOver">Identity of the cluster whose place this one took: its pointers may still be there.</param>
public sealed class PrefixOwnership(
    IObjectStore store,
    string? prefix,
    ClusterIdentity? cluster,
    TimeProvider time,
    string? takeOver = null,
    string? takenOver = null
)
{
    private const int Tries = 4;

    /// <summary>A pointer comes before the records of its period, and one listing gives as many keys.</summary>
    private const int KeysToLookAt = 1000;

    private readonly string _key = BucketLayout.ProbeKey(prefix);

    /// <summary>Proves that a write works, and claims the prefix for this cluster where nobody has.</summary>
    /// <exception cref="ObjectStoreException">
    /// The write does not work, or <see cref="ObjectStoreFailure.PrefixInUse"/>: another cluster has claimed the prefix.
    /// </exception>
    public async Task ProveAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            if (await TryProveAsync(cancellationToken))
            {
                return;
            }
            await RetryPause.AfterAsync(attempt, time, cancellationToken);
        }
        throw new ObjectStoreException(
            ObjectStoreFailure.StoreError,
            $"object {_key}: the store refuses to write it since it is there or was changed, and shows no such change; "
                + "look into the store's own log"
        );
    }

    /// <summary>Makes sure that no other cluster writes below the prefix, as far as the rights go.</summary>
    /// <param name="latestKey">The pointer that tells where the probe's object does not.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ObjectStoreException"><see cref="ObjectStoreFailure.PrefixInUse"/>.</exception>
    public async Task CheckAsync(string latestKey, CancellationToken cancellationToken)
    {
        if (cluster is null)
        {
            return;
        }
        if (
            await store.FindAsync(_key, cancellationToken) is Found claim
            && PrefixClaim.OwnerOf(claim.Object.Content) is { } named
        )
        {
            // Whoever takes over writes so here: a claim of the former cluster is newer than that.
            if (named.Uid != cluster.Uid)
            {
                throw InUse(named);
            }
        }
        else
        {
            await CheckPointerAsync(latestKey, cancellationToken);
        }
    }

    /// <summary>The cluster that writes below the prefix, as far as the rights go: for who has no identity to claim it with.</summary>
    /// <param name="latestKey">The pointer that tells where the probe's object does not.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see langword="null"/> where none is known.</returns>
    /// <exception cref="ObjectStoreException">The store cannot be reached, or refuses.</exception>
    public async Task<ClusterIdentity?> FindOwnerAsync(string latestKey, CancellationToken cancellationToken) =>
        await store.FindAsync(_key, cancellationToken) is Found claim
        && PrefixClaim.OwnerOf(claim.Object.Content) is { } named
            ? named
            : await OwnerOfLatestAsync(latestKey, cancellationToken);

    private async Task<bool> TryProveAsync(CancellationToken cancellationToken)
    {
        switch (await store.FindAsync(_key, cancellationToken))
        {
            case Found found:
                var owner = PrefixClaim.OwnerOf(found.Object.Content);
                if (IsAnothers(owner))
                {
                    throw InUse(owner!);
                }
                if (cluster is null || owner?.Uid == cluster.Uid)
                {
                    await PutAsync(found.Object.Content, PutCondition.IfAbsentOrRepeat, cancellationToken);
                    return true;
                }
                if (owner is null)
                {
                    await CheckPointersAsync(cancellationToken);
                }
                // Of nobody, or of the cluster whose place this one takes.
                return await PutAsync(Claim, PutCondition.IfMatch(found.Object.ETag), cancellationToken);
            case Missing:
                await CheckPointersAsync(cancellationToken);
                return await PutAsync(Claim, PutCondition.IfAbsentOrRepeat, cancellationToken);
            default:
                await PutAsync(Claim, PutCondition.IfAbsentOrRepeat, cancellationToken);
                return true;
        }
    }

    private ReadOnlyMemory<byte> Claim => PrefixClaim.Write(cluster);

    private bool IsAnothers(ClusterIdentity? owner) =>
        cluster is not null && owner is not null && owner.Uid != cluster.Uid && owner.Uid != takeOver;

    /// <summary>
    /// Where the claim is gone, as after a clean-up, whoever comes first would have the prefix. A pointer says who wrote
    /// there before.
    /// </summary>
    private async Task CheckPointersAsync(CancellationToken cancellationToken)
    {
        if (cluster is not null && await FindPointerAsync(cancellationToken) is { } latestKey)
        {
            await CheckPointerAsync(latestKey, cancellationToken);
        }
    }

    private async Task<string?> FindPointerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store
                .ListAsync(BucketLayout.Root(prefix), cancellationToken)
                .Take(KeysToLookAt)
                .Select(item => item.Key)
                .FirstOrDefaultAsync(key => BucketLayout.IsLatestKey(prefix, key), cancellationToken);
        }
        catch (ObjectStoreException)
        {
            return null; // A listing is not needed to bill, and a store that is out of order says so to the write.
        }
    }

    private async Task CheckPointerAsync(string latestKey, CancellationToken cancellationToken)
    {
        if (
            await OwnerOfLatestAsync(latestKey, cancellationToken) is { } owner
            && IsAnothers(owner)
            && owner.Uid != takenOver
        )
        {
            throw InUse(owner);
        }
    }

    private async Task<ClusterIdentity?> OwnerOfLatestAsync(string latestKey, CancellationToken cancellationToken)
    {
        try
        {
            return
                await store.FindAsync(latestKey, cancellationToken) is Found found
                && LatestPointer.Read(latestKey, found.Object.Content) is { ClusterUid: { } uid } latest
                ? new ClusterIdentity(uid, latest.Cluster ?? "")
                : null;
        }
        catch (InvalidDataException)
        {
            return null; // Whoever moves the pointer tells that.
        }
    }

    private async Task<bool> PutAsync(
        ReadOnlyMemory<byte> content,
        PutCondition condition,
        CancellationToken cancellationToken
    )
    {
        var item = new ObjectToPut(_key, content, "application/json", SHA256.HashData(content.Span), condition);
        return await store.PutAsync(item, cancellationToken) == PutOutcome.Stored;
    }

    private ObjectStoreException InUse(ClusterIdentity owner) =>
        new(
            ObjectStoreFailure.PrefixInUse,
            $"cluster {Named(owner)} writes below {(string.IsNullOrEmpty(prefix) ? "the bucket's root" : prefix)}; "
                + "set another spec.s3.prefix; or, where this cluster is that one rebuilt, annotate these settings with "
                + $"billing.pureconnect.io/takeOver: \"{owner.Uid}\" (it works once: remove it first where it is there)"
        );

    private static string Named(ClusterIdentity owner) =>
        owner.Name.Length == 0 ? owner.Uid : $"\"{owner.Name}\" ({owner.Uid})";
}
