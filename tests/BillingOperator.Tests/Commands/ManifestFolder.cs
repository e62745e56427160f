using System.Text;
using BillingOperator.Commands;

namespace BillingOperator.Tests.Commands;

/// <summary>A folder of manifests, and what <c>validate</c> says of it.</summary>
internal sealed class ManifestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("manifests-").FullName;

    /// <summary>A standard input of that text.</summary>
    public static Stream Bytes(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

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

    /// <summary>A valid tenant in YAML.</summary>
    public static string Tenant(string name, string more = "") =>
        $"""
            apiVersion: billing.pureconnect.io/v1
            kind: Tenant
            metadata: {"{"}name: {name}, namespace: team{"}"}
            spec:
              displayName: Some tenant
              billing:
                billable: PureConnect
                deployment: OnPremises{more}

            """;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
