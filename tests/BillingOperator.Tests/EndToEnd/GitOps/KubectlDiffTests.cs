using System.Globalization;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.EndToEnd.GitOps;

/// <summary>What is declared and what is there never drift apart, whatever the operator does meanwhile.</summary>
[Collection(EventsCollection.Name)]
public sealed class KubectlDiffTests(RunningOperator installation) : IDisposable
{
    private const int Generated = 50;

    private static readonly string SampleFolder = Repository.PathOf("config", "samples");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("diff-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--server-side=false")]
    [InlineData("--server-side=true")]
    public async Task The_samples_and_generated_objects_show_no_difference(string side)
    {
        using var site = await installation.CreateSiteAsync("drift");
        await site.CreateSecretAsync();
        var manifests = Samples()
            .Concat(Enumerable.Range(0, Generated).Select(n => Tenant(site, n)))
            .Append(site.SettingsManifest())
            .Append(site.EventManifest(enabled: true, "schedule: \"0 2 * * *\"\n  timeZone: Europe/Berlin"));
        var file = Path.Combine(_folder.FullName, "declared.yaml");
        await File.WriteAllTextAsync(file, string.Join("\n---\n", manifests));
        var cluster = installation.Cluster;
        await cluster.KubectlAsync("apply", "-f", Path.Combine(SampleFolder, "namespace.yaml"));

        await cluster.KubectlAsync("apply", "--validate=false", side, "-f", file);
        await site.RunsEndedAsync(1);
        await site.TenantAsync("t49", it => it.Has("Uploaded", "True"));

        // kubectl ends with 1 where there is a difference, and shows it.
        (await cluster.KubectlAsync("diff", side, "-f", file))
            .Should()
            .BeEmpty();
        await site.RequestAsync("again");
        await site.RunsEndedAsync(2);
        (await cluster.KubectlAsync("diff", side, "-f", file)).Should().BeEmpty();
        await cluster.KubectlAsync("delete", "-f", file);
    }

    private static IEnumerable<string> Samples() =>
        Directory
            .EnumerateFiles(SampleFolder)
            .Where(file => Path.GetFileName(file) is not ("kustomization.yaml" or "namespace.yaml"))
            .Select(File.ReadAllText);

    // Whatever Git may hold: absent, null and empty fields, quotes, other scripts, labels and annotations of others.
    private static string Tenant(Site site, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"t{number}");
        var blank = (number % 3) switch
        {
            0 => "tier1AccountId: \"\", tier2AccountId: null",
            1 => "",
            _ => "sourceId: ''",
        };
        var tenant =
            number % 2 == 0
                ? site.CloudTenant(name, tier3: $"00{number}")
                : site.OnPremisesTenant(name)
                    .Replace("tier1AccountId: \"\", tier2AccountId: null", blank, StringComparison.Ordinal);
        return number % 5 == 0
            ? tenant.Replace(
                "metadata: {",
                "metadata: {annotations: {note: \"naïve 🚀 'quoted'\"}, ",
                StringComparison.Ordinal
            )
            : tenant;
    }
}
