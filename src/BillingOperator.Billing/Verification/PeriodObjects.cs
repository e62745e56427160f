using System.Runtime.CompilerServices;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Verification;

/// <summary>The objects of one billing period of one event, as the listing shows them.</summary>
internal sealed class PeriodObjects(BucketLayout layout)
{
    private readonly Dictionary<string, long?> _sizes = new(StringComparer.Ordinal);

    /// <summary>Where they are.</summary>
    public BucketLayout Layout => layout;

    /// <summary>Keys of the records.</summary>
    public HashSet<string> Records { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs with a manifest.</summary>
    public SortedSet<string> Committed { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs with a table.</summary>
    public SortedSet<string> WithTable { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of what the operator does not write.</summary>
    public List<string> Others { get; } = [];

    /// <summary>The length of an object; <see langword="null"/> where the listing does not tell it.</summary>
    public long? SizeOf(string key) => _sizes.GetValueOrDefault(key);

    /// <summary>Lists a store, period by period: a listing has the keys of one together.</summary>
    public static async IAsyncEnumerable<PeriodObjects> ListAsync(
        IObjectStore store,
        string prefix,
        Func<BucketKey, bool> isWanted,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        PeriodObjects? period = null;
        await foreach (var item in store.ListAsync(prefix, cancellationToken))
        {
            if (BucketKey.Parse(item.Key) is not { } key || !isWanted(key))
            {
                continue;
            }
            if (period is not null && !item.Key.StartsWith(period.Layout.Folder, StringComparison.Ordinal))
            {
                yield return period;
                period = null;
            }
            period ??= new PeriodObjects(key.Layout);
            period.Add(key, item);
        }
        if (period is not null)
        {
            yield return period;
        }
    }

    private void Add(BucketKey key, StoredObject item)
    {
        _sizes[item.Key] = item.Size;
        if (key.IsRecord)
        {
            Records.Add(item.Key);
        }
        else if (key.RunOfManifest is { } committed)
        {
            Committed.Add(committed);
        }
        else if (key.RunOfTable is { } begun)
        {
            WithTable.Add(begun);
        }
        else if (!key.IsLatest)
        {
            Others.Add(item.Key);
        }
    }
}
