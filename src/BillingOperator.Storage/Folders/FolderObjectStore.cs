using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Storage.Folders;

/// <summary>
/// A folder with the same layout as a bucket: a file an object. A file is written aside and then moved into place, so
/// that it is there whole or not at all. ETags are SHA-256. <see cref="PutCondition.IfAbsent"/> holds between processes
/// too, <see cref="PutCondition.IfMatch"/> within one.
/// </summary>
/// <param name="root">The folder; made at the first write.</param>
public sealed class FolderObjectStore(string root) : IOpenStore
{
    private readonly string _root = Path.GetFullPath(root);
    private readonly SemaphoreSlim _matching = new(1, 1);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var waiting = new Stack<FolderEntry>(Entries("", prefix));
        while (waiting.TryPop(out var entry))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.File is { } file)
            {
                yield return new StoredObject(entry.Key, file.Length, await Md5Async(file, cancellationToken));
                continue;
            }
            foreach (var child in Entries(entry.Key, prefix))
            {
                waiting.Push(child);
            }
        }
    }

    /// <inheritdoc/>
    public Task<RetrievedObject?> GetAsync(string key, CancellationToken cancellationToken) =>
        RunAsync("GET", key, path => ReadAsync(path, cancellationToken));

    /// <inheritdoc/>
    public Task<PutOutcome> PutAsync(ObjectToPut item, CancellationToken cancellationToken) =>
        RunAsync("PUT", item.Key, path => WriteAsync(path, item, cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => _matching.Dispose();

    // What S3 lists too, so that a file that was changed is found.
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what S3 lists; it finds damage, not attacks.")]
    private async Task<string> Md5Async(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = file.OpenRead();
            return Convert.ToHexStringLower(await MD5.HashDataAsync(content, cancellationToken));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Translate("LIST", Path.GetRelativePath(_root, file.FullName), error);
        }
    }

    /// <summary>What is in a folder and may start with the prefix, last first.</summary>
    private List<FolderEntry> Entries(string folderKey, string prefix)
    {
        var folder = new DirectoryInfo(Path.Join(_root, folderKey));
        try
        {
            return folder
                .EnumerateFileSystemInfos()
                .Select(info => FolderEntry.Of(folderKey, info))
                .Where(entry => entry.MayStartWith(prefix) && entry.Key != FolderKeys.Unfinished)
                .OrderDescending()
                .ToList();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Translate("LIST", folderKey, error);
        }
    }

    private static async Task<RetrievedObject?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(path, cancellationToken);
            return new RetrievedObject(content, ETagOf(SHA256.HashData(content)));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private async Task<PutOutcome> WriteAsync(string path, ObjectToPut item, CancellationToken cancellationToken)
    {
        if (!SHA256.HashData(item.Content.Span).AsSpan().SequenceEqual(item.Sha256.Span))
        {
            throw new ObjectStoreException(
                ObjectStoreFailure.ContentDamaged,
                $"PUT {item.Key}: the content does not have the SHA-256 that was given with it"
            );
        }
        if (Directory.Exists(path))
        {
            throw new IOException("a folder is where the file belongs");
        }
        if (item.Condition.IsIfAbsent && File.Exists(path))
        {
            return PutOutcome.PreconditionFailed;
        }
        if (item.Condition.MatchETag is not { } eTag)
        {
            return await MoveIntoPlaceAsync(path, item, cancellationToken);
        }
        await _matching.WaitAsync(cancellationToken);
        try
        {
            return (await ReadAsync(path, cancellationToken))?.ETag == eTag
                ? await MoveIntoPlaceAsync(path, item, cancellationToken)
                : PutOutcome.PreconditionFailed;
        }
        finally
        {
            _matching.Release();
        }
    }

    private async Task<PutOutcome> MoveIntoPlaceAsync(
        string path,
        ObjectToPut item,
        CancellationToken cancellationToken
    )
    {
        var unfinished = Path.Join(_root, FolderKeys.Unfinished, Path.GetRandomFileName());
        Directory.CreateDirectory(Path.GetDirectoryName(unfinished)!);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            await File.WriteAllBytesAsync(unfinished, item.Content, cancellationToken);
            if (item.Condition.IsIfAbsent)
            {
                return HardLink.TryCreate(unfinished, path) ? PutOutcome.Stored : PutOutcome.PreconditionFailed;
            }
            File.Move(unfinished, path, overwrite: true);
            return PutOutcome.Stored;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private async Task<TResult> RunAsync<TResult>(string operation, string key, Func<string, Task<TResult>> work)
    {
        var path = FolderKeys.PathOf(_root, key);
        try
        {
            return await work(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Translate(operation, key, error);
        }
    }

    private ObjectStoreException Translate(string operation, string key, Exception error) =>
        new(
            error is UnauthorizedAccessException ? ObjectStoreFailure.AccessDenied : ObjectStoreFailure.StoreError,
            $"{operation} {Path.Join(_root, key)}: {error.Message}; "
                + (
                    operation == "PUT"
                        ? "check that the folder may be written and has room"
                        : "check that the folder may be read"
                ),
            error
        );

    private static string ETagOf(ReadOnlySpan<byte> sha256) => $"\"{Convert.ToHexStringLower(sha256)}\"";
}
