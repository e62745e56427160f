namespace BillingOperator.Storage.Folders;

/// <summary>A file, or a folder whose files are still to be listed.</summary>
/// <param name="Key">The key of the file; of a folder, what the keys in it start with.</param>
/// <param name="File">The file; <see langword="null"/> for a folder.</param>
internal sealed record FolderEntry(string Key, FileInfo? File) : IComparable<FolderEntry>
{
    /// <summary>What stands in a folder.</summary>
    /// <param name="folderKey">What the keys in the folder start with: empty, or ending with a slash.</param>
    /// <param name="info">The file or folder.</param>
    public static FolderEntry Of(string folderKey, FileSystemInfo info) =>
        info is FileInfo file ? new(folderKey + file.Name, file) : new($"{folderKey}{info.Name}/", null);

    /// <summary>Whether it is, or may hold, a key that starts with the prefix.</summary>
    public bool MayStartWith(string prefix) =>
        Key.StartsWith(prefix, StringComparison.Ordinal)
        || (File is null && prefix.StartsWith(Key, StringComparison.Ordinal));

    /// <summary>By key, a folder's slash included: so "a.json" stands before "a/b.json", as it does in S3.</summary>
    public int CompareTo(FolderEntry? other) => Utf8Order.Instance.Compare(Key, other?.Key);
}
