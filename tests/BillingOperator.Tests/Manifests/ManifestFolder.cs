using System.Text;
using BillingOperator.Commands;
using BillingOperator.Manifests;

namespace BillingOperator.Tests.Manifests;

/// <summary>A folder of manifests, and what <c>validate</c> says of it.</summary>
internal sealed class ManifestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("manifests-").FullName;

    public static ManifestSet Read(string yaml) => ManifestReader.Read(["-"], () => Bytes(yaml));

    /// <summary>A standard input of that text.</summary>
    public static Stream Bytes(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    /// <summary>The problems of a text, each as <c>line: Kind ns/name: field: message</c>.</summary>
    public static IReadOnlyList<string> Problems(string yaml) =>
        [.. ManifestValidator.Validate(Read(yaml)).Select(problem => $"{problem}"["stdin:".Length..])];

    public ManifestFolder With(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public (int ExitCode, string Output, string Error) Validate(
        string format = "text",
        string? path = null,
        bool allowEmpty = false,
        Stream? input = null
    )
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = ValidateCommand.Validate(
            [path ?? Path],
            format,
            allowEmpty,
            () => input ?? Stream.Null,
            output,
            error
        );
        return (exitCode, output.ToString().Replace(Path + "/", "", StringComparison.Ordinal), error.ToString());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
