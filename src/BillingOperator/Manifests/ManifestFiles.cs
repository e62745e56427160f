using System.IO.Enumeration;
using System.Text;

namespace BillingOperator.Manifests;

/// <summary>Finds and reads the files that a command line names.</summary>
internal static class ManifestFiles
{
    /// <summary>The path that stands for the standard input.</summary>
    public const string StandardInput = "-";

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The files, sorted within each folder: a named file whatever its extension, and of a folder and its subfolders all
    /// <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c>. Hidden ones and linked folders are left out.
    /// </summary>
    /// <exception cref="ManifestPathException">A path does not exist or cannot be listed.</exception>
    public static IEnumerable<string> Find(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (path == StandardInput || File.Exists(path))
            {
                yield return path;
            }
            else if (Directory.Exists(path))
            {
                foreach (var file in FindIn(path))
                {
                    yield return file;
                }
            }
            else
            {
                throw new ManifestPathException($"{path}: no such file or folder");
            }
        }
    }

    /// <summary>The text of a file; <see langword="null"/> if it is not UTF-8.</summary>
    /// <exception cref="ManifestPathException">It cannot be read.</exception>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path, Utf8);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ManifestPathException($"{path}: {error.Message}", error);
        }
    }

    private static List<string> FindIn(string folder)
    {
        try
        {
            var files = new FileSystemEnumerable<string>(
                folder,
                (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(),
                new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false }
            )
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                    !entry.IsDirectory && Extensions.Contains(Path.GetExtension(entry.FileName.ToString())),
                // A link to a folder above would never end.
                ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                    !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            };
            return [.. files.Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ManifestPathException($"{folder}: {error.Message}", error);
        }
    }
}
