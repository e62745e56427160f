using BillingOperator.Kubernetes.Configuration;
using Microsoft.Extensions.FileSystemGlobbing;

namespace BillingOperator.Manifests;

/// <summary>Finds and reads the files that a command line names. What cannot be read keeps nothing else from being read.</summary>
internal static class ManifestFiles
{
    /// <summary>The path that stands for the standard input.</summary>
    private const string StandardInput = "-";

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = false };

    /// <summary>
    /// The files, each once, sorted within each folder: a named file whatever its extension, and of a folder and its subfolders all
    /// <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c>. Hidden ones and linked folders are left out. Of a pattern, as a shell
    /// leaves it that does not know <c>**</c>, all files that match.
    /// </summary>
    /// <param name="paths">What was named; <c>-</c> for the standard input.</param>
    /// <param name="openStandardInput">Opens the standard input.</param>
    public static IEnumerable<ManifestFile> Read(IEnumerable<string> paths, Func<Stream> openStandardInput) =>
        paths
            .SelectMany(path =>
                path == StandardInput ? [Read("stdin", openStandardInput)]
                : Directory.Exists(path) ? ReadFolder(path)
                : string.IsNullOrWhiteSpace(path) ? [Blank]
                : IsPattern(path) ? ReadMatches(path)
                : [Read(path, () => BoundedFile.Open(path))]
            )
            .DistinctBy(file => Path.GetFullPath(file.Name));

    // As a variable that is not set leaves a path.
    private static ManifestFile Blank { get; } =
        new("''", null) { Failure = "is no path: name a file or folder, or - for the standard input" };

    // A file may have such a name, and then it is meant.
    private static bool IsPattern(string path) => path.Contains('*', StringComparison.Ordinal) && !File.Exists(path);

    private static List<ManifestFile> ReadMatches(string pattern)
    {
        var segments = pattern.Split(Path.DirectorySeparatorChar);
        var fixedSegments = segments.TakeWhile(segment => !segment.Contains('*', StringComparison.Ordinal)).Count();
        var folder = string.Concat(segments[..fixedSegments].Select(segment => segment + Path.DirectorySeparatorChar));
        var root = folder.Length > 0 ? folder : ".";
        try
        {
            var matches = new Matcher(StringComparison.Ordinal)
                .AddInclude(string.Join('/', segments[fixedSegments..]))
                .GetResultsInFullPath(root)
                .Select(match => Path.Combine(folder, Path.GetRelativePath(root, match)))
                .Order(StringComparer.Ordinal)
                .Select(file => Read(file, () => BoundedFile.Open(file)) with { IsFound = true })
                .ToList();
            return matches.Count > 0
                ? matches
                : [new ManifestFile(pattern, null) { Failure = "matches no file: correct the pattern" }];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [Unreadable(pattern, error)];
        }
    }

    private static List<ManifestFile> ReadFolder(string folder)
    {
        var files = new List<ManifestFile>();
        try
        {
            foreach (
                var entry in Directory.EnumerateFileSystemEntries(folder, "*", Everything).Order(StringComparer.Ordinal)
            )
            {
                if (!Directory.Exists(entry))
                {
                    if (Extensions.Contains(Path.GetExtension(entry), StringComparer.OrdinalIgnoreCase))
                    {
                        files.Add(Read(entry, () => BoundedFile.Open(entry)) with { IsFound = true });
                    }
                    else if (FindBrokenLink(entry) is { } broken)
                    {
                        files.Add(new ManifestFile(entry, null) { LeftOut = broken });
                    }
                }
                // A link to a folder above would never end.
                else if (new DirectoryInfo(entry).LinkTarget is not null)
                {
                    files.Add(
                        new ManifestFile(entry, null)
                        {
                            LeftOut = "is a link to a folder and was left out: name it too, to have it checked",
                        }
                    );
                }
                else
                {
                    files.AddRange(ReadFolder(entry));
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            files.Add(Unreadable(folder, error));
        }

        return files;
    }

    private static ManifestFile Read(string name, Func<Stream> open)
    {
        try
        {
            using var stream = open();
            return new ManifestFile(name, BoundedFile.ReadAll(stream));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unreadable(name, error);
        }
    }

    private static ManifestFile Unreadable(string name, Exception error) =>
        new(name, null)
        {
            Failure = error switch
            {
                UnreadableFileException => error.Message,
                UnauthorizedAccessException => "may not be read: change its rights, or name another",
                FileNotFoundException or DirectoryNotFoundException => FindBrokenLink(name)
                    ?? "no such file or folder: correct the path",
                _ => FindBrokenLink(name) ?? $"cannot be read: {error.Message}: try again, or name another",
            },
        };

    // Of a link that cannot be followed the system says no more than that nothing is there.
    private static string? FindBrokenLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not { } target)
        {
            return null;
        }

        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: false }
                ? $"is a link to {target}, which is not there: correct or remove the link"
                : null;
        }
        catch (IOException)
        {
            return $"is a link to {target} that leads back to itself: correct or remove the link";
        }
    }
}
