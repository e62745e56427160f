using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Storage.Folders;

/// <summary>From keys to paths below a folder, such that nothing is outside of it.</summary>
internal static class FolderKeys
{
    /// <summary>The folder of unfinished writes; no key starts with it, and no listing shows it.</summary>
    public const string Unfinished = ".unfinished/";

    private static readonly char[] Refused = ['\\', ':', .. Path.GetInvalidFileNameChars().Where(c => c != '/')];

    /// <summary>The path of a key.</summary>
    /// <exception cref="ObjectStoreException">The key is empty, or would not be a plain path below the root.</exception>
    public static string PathOf(string root, string key)
    {
        var segments = key.Split('/');
        return segments.All(IsPlain) && segments[0] + "/" != Unfinished
            ? Path.Join(root, Path.Join(segments))
            : throw new ObjectStoreException(
                ObjectStoreFailure.StoreError,
                $"\"{key}\" cannot be the name of a file below {root}; correct spec.s3.prefix"
            );
    }

    private static bool IsPlain(string segment) =>
        segment is not ("" or "." or "..") && segment.IndexOfAny(Refused) < 0;
}
