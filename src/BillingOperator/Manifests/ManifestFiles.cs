using System.Text;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Manifests;

/// <summary>Finds and reads the files that a command line names. What cannot be read keeps nothing else from being read.</summary>
internal static class ManifestFiles
{
    /// <summary>The path that stands for the standard input.</summary>
    public const string StandardInput = "-";

    private const int MaxMebibytes = 64;

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Where a shell keeps the pipes of <c>&lt;(kustomize build)</c>.</summary>
    private static readonly string[] Inherited = ["/dev/fd/", "/dev/stdin", "/proc/self/fd/"];

    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = false };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The files, sorted within each folder: a named file whatever its extension, and of a folder and its subfolders all
    /// <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c>. Hidden ones and linked folders are left out.
    /// </summary>
    public static IEnumerable<ManifestFile> Read(IEnumerable<string> paths, TextReader standardInput) =>
        paths.SelectMany(path =>
            path == StandardInput ? [new ManifestFile(path, standardInput.ReadToEnd())]
            : Directory.Exists(path) ? ReadFolder(path)
            : File.Exists(path) ? [ReadFile(path)]
            : [new ManifestFile(path, null, "no such file or folder")]
        );

    private static List<ManifestFile> ReadFolder(string folder)
    {
        var files = new List<ManifestFile>();
        try
        {
            foreach (
                var entry in Directory.EnumerateFileSystemEntries(folder, "*", Everything).Order(StringComparer.Ordinal)
            )
            {
                // A link to a folder above would never end.
                if (Directory.Exists(entry))
                {
                    if (new DirectoryInfo(entry).LinkTarget is null)
                    {
                        files.AddRange(ReadFolder(entry));
                    }
                }
                else if (Extensions.Contains(Path.GetExtension(entry)))
                {
                    files.Add(ReadFile(entry));
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            files.Add(new ManifestFile(folder, null, error.Message));
        }

        return files;
    }

    private static ManifestFile ReadFile(string path)
    {
        try
        {
            using var file = Inherited.Any(place => path.StartsWith(place, StringComparison.Ordinal))
                ? File.OpenRead(path)
                : RegularFile.Open(path, MaxMebibytes, "name a file, or - for the standard input");
            using var reader = new StreamReader(file, Utf8);
            return new ManifestFile(path, reader.ReadToEnd());
        }
        catch (DecoderFallbackException)
        {
            return new ManifestFile(path, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ManifestFile(path, null, error.Message);
        }
    }
}
