using System.Text.RegularExpressions;

namespace BillingOperator.Tests.Architecture;

/// <summary>A folder of a project, and the folders of the same project that its files use.</summary>
internal sealed partial record SourceFolder(string Name, IReadOnlySet<string> Uses)
{
    private const string Root = "the project's own folder";

    /// <summary>The folders of a project.</summary>
    /// <remarks>
    /// A file says by <c>using</c> what it uses of the other folders; what lies above them needs none, and is known by the
    /// names of its types.
    /// </remarks>
    public static IReadOnlyList<SourceFolder> ReadAll(string path, string project)
    {
        var files = FilesOf(path, "*.cs")
            .Select(file => (Folder: FolderOf(path, file), Text: Comment().Replace(File.ReadAllText(file), "")))
            .ToList();
        var typesOfRoot = files
            .Where(file => file.Folder == Root)
            .SelectMany(file => Declaration().Matches(file.Text).Select(match => match.Groups[1].Value))
            .ToHashSet();
        return
        [
            .. files
                .GroupBy(file => file.Folder)
                .Select(folder => new SourceFolder(
                    folder.Key,
                    folder
                        .SelectMany(file => UsesOf(file.Text, project, typesOfRoot))
                        .Where(it => it != folder.Key)
                        .ToHashSet()
                )),
        ];
    }

    /// <summary>The source files of a project, without what a build leaves there.</summary>
    public static IEnumerable<string> FilesOf(string path, string pattern) =>
        Directory
            .EnumerateFiles(path, pattern, SearchOption.AllDirectories)
            .Where(file => !BuildOutput().IsMatch(Path.GetRelativePath(path, file)));

    /// <summary>The folders by which this one comes back to itself; <see langword="null"/> where it does not.</summary>
    public string? FindWayBack(IReadOnlyList<SourceFolder> all)
    {
        var byName = all.ToDictionary(folder => folder.Name);
        var ways = new Queue<string[]>([
            [Name],
        ]);
        var seen = new HashSet<string>();
        while (ways.TryDequeue(out var way))
        {
            foreach (var next in byName[way[^1]].Uses.Where(byName.ContainsKey))
            {
                if (next == Name)
                {
                    return string.Join(" → ", [.. way, next]);
                }
                if (seen.Add(next))
                {
                    ways.Enqueue([.. way, next]);
                }
            }
        }
        return null;
    }

    private static string FolderOf(string project, string file)
    {
        var folder = Path.GetDirectoryName(Path.GetRelativePath(project, file))!;
        return folder.Length == 0 ? Root : folder.Replace('/', '.');
    }

    private static IEnumerable<string> UsesOf(string text, string project, HashSet<string> typesOfRoot)
    {
        var folders = Using()
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Where(used => used.StartsWith($"{project}.", StringComparison.Ordinal))
            .Select(used => used[(project.Length + 1)..]);
        return Word().Matches(text).Any(word => typesOfRoot.Contains(word.Value)) ? folders.Append(Root) : folders;
    }

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\b(?:class|record struct|record|struct|interface|enum) (\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?:obj|bin)/")]
    private static partial Regex BuildOutput();
}
