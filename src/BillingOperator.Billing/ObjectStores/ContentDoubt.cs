using System.Text;
using System.Text.RegularExpressions;

namespace BillingOperator.Billing.ObjectStores;

/// <summary>What is said of an object of the operator's own that is not what it should be.</summary>
internal static partial class ContentDoubt
{
    private const int QuotedBytes = 60;

    /// <summary>
    /// Judges an object that cannot be understood: damaged if the listing agrees with its length, and else an answer that
    /// was cut on its way, which is tried again.
    /// </summary>
    public static async Task<ObjectStoreException> JudgeAsync(
        IObjectStore store,
        string key,
        ReadOnlyMemory<byte> content,
        InvalidDataException fault,
        CancellationToken cancellationToken
    )
    {
        return await FindContradictionAsync(store, key, content.Length, cancellationToken)
            ?? new ObjectStoreException(
                ObjectStoreFailure.ContentDamaged,
                $"{fault.Message}: it starts with \"{FirstWords(content.Span)}\"; find out who wrote it, then delete it, "
                    + "and it is written again",
                fault
            );
    }

    /// <summary>What is wrong where the listing shows another length than was read; it may not be readable either.</summary>
    public static async Task<ObjectStoreException?> FindContradictionAsync(
        IObjectStore store,
        string key,
        long read,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (var item in store.ListAsync(key, cancellationToken))
            {
                return item.Key == key && item.Size is { } size && size != read ? Contradiction(key, size, read) : null;
            }
        }
        catch (ObjectStoreException)
        {
            // Without a listing, the bytes that were read are what is known.
        }
        return null;
    }

    /// <summary>Two answers of the store contradict each other.</summary>
    public static ObjectStoreException Contradiction(string key, long listed, long read) =>
        new(
            ObjectStoreFailure.StoreError,
            $"object {key} has {listed} bytes in the listing, and {read} were read; "
                + "look at the proxies between, which may cut or change answers"
        );

    private static string FirstWords(ReadOnlySpan<byte> content) =>
        Unprintable().Replace(Encoding.UTF8.GetString(content[..Math.Min(content.Length, QuotedBytes)]), " ").Trim();

    [GeneratedRegex(@"[\s\p{C}\uFFFD]+")]
    private static partial Regex Unprintable();
}
