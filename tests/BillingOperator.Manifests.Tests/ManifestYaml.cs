using System.Text;

namespace BillingOperator.Manifests.Tests;

/// <summary>Reads a text as if it came by the standard input.</summary>
internal static class ManifestYaml
{
    public static ManifestSet Read(string yaml) =>
        ManifestReader.Read(["-"], () => new MemoryStream(Encoding.UTF8.GetBytes(yaml)));

    /// <summary>The problems of a text, each as <c>line: Kind ns/name: field: message</c>.</summary>
    public static IReadOnlyList<string> Findings(string yaml) =>
        [.. ManifestValidator.Validate(Read(yaml)).Select(finding => $"{finding}"["stdin:".Length..])];
}
