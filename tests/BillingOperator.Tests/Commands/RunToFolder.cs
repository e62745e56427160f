using System.Text.Json.Nodes;
using BillingOperator.Commands;
using Microsoft.Extensions.Time.Testing;

namespace BillingOperator.Tests.Commands;

/// <summary>A folder of manifests that <c>run</c> bills into another folder, on the last of November 2026.</summary>
internal sealed class RunToFolder : IDisposable
{
    public const string Event = """
        apiVersion: billing.pureconnect.io/v1
        kind: BillingEvent
        metadata: {name: nightly}
        spec: {enabled: true}

        """;

    private readonly ManifestFolder _manifests = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 23, 29, 0, TimeSpan.Zero));

    public string Output { get; } = Path.Combine(Directory.CreateTempSubdirectory("run-").FullName, "out");

    /// <summary>What <c>run</c> wrote, by key.</summary>
    public IReadOnlyDictionary<string, string> Objects =>
        Directory.Exists(Output)
            ? Directory
                .EnumerateFiles(Output, "*", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(Output, file), File.ReadAllText)
            : new Dictionary<string, string>();

    /// <summary>The manifest of the newest run of the event in November.</summary>
    public JsonNode Manifest
    {
        get
        {
            var latest = JsonNode.Parse(Objects["nightly/billing_period=2026-11/latest.json"])!;
            return JsonNode.Parse(Objects[(string)latest["manifest_key"]!])!;
        }
    }

    public RunToFolder With(string file, string text)
    {
        _manifests.With(file, text);
        return this;
    }

    public RunToFolder Link(string name, string target)
    {
        File.CreateSymbolicLink(Path.Combine(_manifests.Path, name), target);
        return this;
    }

    /// <summary>What the newest run wrote to the standard error.</summary>
    public string Error { get; private set; } = "";

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(
        Func<RunOptions, RunOptions>? change = null,
        CancellationToken cancellationToken = default
    )
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var options = new RunOptions { Manifests = [_manifests.Path], Folder = Output };
        _time.Advance(TimeSpan.FromMinutes(1));
        options = change?.Invoke(options) ?? options;
        try
        {
            var exitCode = await RunCommand.RunAsync(options, _time, output, error, cancellationToken);
            return (exitCode, Named(output), Named(error));
        }
        finally
        {
            Error = Named(error);
        }
    }

    public void Dispose()
    {
        _manifests.Dispose();
        Directory.Delete(Path.GetDirectoryName(Output)!, recursive: true);
    }

    private string Named(StringWriter text) =>
        $"{text}"
            .Replace(_manifests.Path + "/", "", StringComparison.Ordinal)
            .Replace(Output, "OUT", StringComparison.Ordinal);
}
