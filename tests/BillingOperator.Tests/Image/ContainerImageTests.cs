using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BillingOperator.TestEnvironment.Processes;
using BillingOperator.Tests.EndToEnd;

namespace BillingOperator.Tests.Image;

/// <summary>What is in the image that <c>hack/image.sh</c> makes.</summary>
[Collection(NeighborsCollection.Name)]
public sealed partial class ContainerImageTests(ContainerImage image)
{
    [PublishedFact]
    public void It_holds_the_program_and_what_that_needs_and_nothing_else()
    {
        var files = image
            .Entries.Where(entry => entry[0] != 'd')
            .Select(entry => Summarized(PathOf(entry)))
            .Distinct()
            .Order(StringComparer.Ordinal);

        files
            .Should()
            .Equal(
                "app/billing-operator",
                "etc/debian_version",
                "etc/group",
                "etc/nsswitch.conf",
                "etc/os-release",
                "etc/passwd",
                "etc/ssl/certs/ca-certificates.crt",
                "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
                "lib/x86_64-linux-gnu/libc.so.6",
                "lib/x86_64-linux-gnu/libm.so.6",
                "lib64/ld-linux-x86-64.so.2",
                "usr/lib/os-release",
                "usr/lib/ssl/certs",
                "usr/lib/x86_64-linux-gnu/libcrypto.so.3",
                "usr/lib/x86_64-linux-gnu/libssl.so.3",
                "usr/share/doc/*/copyright",
                "usr/share/zoneinfo/*",
                "var/lib/dpkg/status.d/*"
            );
    }

    [PublishedFact]
    public void Everything_in_it_belongs_to_root_and_nobody_else_may_write_it()
    {
        image
            .Entries.Where(entry => entry[0] != 'l')
            .Should()
            .OnlyContain(entry => SafeEntry().IsMatch(entry))
            .And.Contain(entry => entry.EndsWith(" app/billing-operator", StringComparison.Ordinal));
    }

    [PublishedFact]
    public void It_is_smaller_than_60_MB()
    {
        var bytes = image.Entries.Sum(entry =>
            long.Parse(entry.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture)
        );

        bytes.Should().BeInRange(20_000_000, 60_000_000);
        new FileInfo(image.File(".oci.tar")).Length.Should().BeLessThan(30_000_000);
    }

    [PublishedFact]
    public async Task The_same_commit_and_packages_give_the_same_bytes()
    {
        var again = Directory.CreateTempSubdirectory("again-");
        try
        {
            (await image.MakeAsync(again.FullName)).Should().Be(image.Digest).And.MatchRegex("^sha256:[0-9a-f]{64}$");

            foreach (var end in new[] { ".oci.tar", ".cdx.json", ".provenance.json" })
            {
                var (first, second) = (image.File(end), again.GetFiles($"*{end}").Single());
                second.Name.Should().Be(Path.GetFileName(first));
                Bucket
                    .Sha256(await File.ReadAllBytesAsync(second.FullName))
                    .Should()
                    .Be(Bucket.Sha256(await File.ReadAllBytesAsync(first)), end);
            }
        }
        finally
        {
            again.Delete(recursive: true);
        }
    }

    [PublishedFact]
    public async Task It_starts_as_the_image_of_the_Dockerfile_does_and_carries_the_same_labels()
    {
        var dockerfile = (await File.ReadAllTextAsync(Repository.PathOf("Dockerfile"))).Replace(
            "\\\n",
            "",
            StringComparison.Ordinal
        );
        var last = dockerfile[dockerfile.LastIndexOf("\nFROM ", StringComparison.Ordinal)..];
        string[] Values(string instruction) =>
            [.. last.Split('\n').Where(line => line.StartsWith($"{instruction} ", StringComparison.Ordinal))];
        var config = image.Configuration["config"]!;
        IEnumerable<string> Names(string instruction) =>
            Values(instruction).SelectMany(line => Name().Matches(line)).Select(match => match.Groups[1].Value);

        Names("LABEL").Should().Contain("org.opencontainers.image.revision");
        config["Labels"]!
            .AsObject()
            .Select(label => label.Key)
            .Where(key => key != "io.buildah.version")
            .Should()
            .BeEquivalentTo(Names("LABEL"));
        var environment = config["Env"]!.AsArray().Select(variable => (string)variable!).ToArray();
        environment.Select(variable => variable.Split('=')[0]).Should().BeEquivalentTo(Names("ENV"));
        var declared = Values("ENV").Single();
        environment.Should().OnlyContain(variable => declared.Contains(variable, StringComparison.Ordinal));
        Values("USER").Should().Equal($"USER {config["User"]}");
        Values("ENTRYPOINT").Should().Equal($"ENTRYPOINT {config["Entrypoint"]!.ToJsonString()}");
        Values("CMD").Should().Equal($"CMD {config["Cmd"]!.ToJsonString()}");
        Values("EXPOSE").Should().Equal($"EXPOSE {config["ExposedPorts"]!.AsObject().Single().Key.Split('/')[0]}");
    }

    [PublishedFact]
    public async Task Its_SBOM_names_the_packages_and_its_provenance_what_it_was_made_of()
    {
        var sbom = JsonNode.Parse(await File.ReadAllTextAsync(image.File(".cdx.json")))!;
        var provenance = JsonNode.Parse(await File.ReadAllTextAsync(image.File(".provenance.json")))!;

        var versions = sbom["components"]!
            .AsArray()
            .ToDictionary(component => (string)component!["name"]!, component => (string)component!["version"]!);
        string[] some = ["base-files", "ca-certificates", "libc6", "libssl3", "tzdata", "AWSSDK.S3", "Serilog"];
        versions.Keys.Should().Contain(some);
        versions["Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64"]
            .Should()
            .StartWith($"{Environment.Version.Major}.");
        var declared = await File.ReadAllTextAsync(Repository.PathOf("Directory.Packages.props"));
        declared.Should().Contain($"Include=\"AWSSDK.S3\" Version=\"{versions["AWSSDK.S3"]}\"");
        sbom["metadata"]!["component"]!["hashes"]![0]!["content"]!
            .ToString()
            .Should()
            .Be(image.Digest["sha256:".Length..]);
        provenance["subject"]!
            .AsArray()
            .Select(subject => $"sha256:{subject!["digest"]!["sha256"]}")
            .Should()
            .Contain(image.Digest);
        var inputs = provenance["predicate"]!["buildDefinition"]!["resolvedDependencies"]!.AsArray();
        inputs
            .Select(input => $"{input!["uri"]}")
            .Should()
            .Contain(uri => uri.StartsWith("pkg:deb/debian/libssl3@", StringComparison.Ordinal));
        inputs.Should().OnlyContain(input => input!["digest"]!.AsObject().Count == 1);
    }

    private static string PathOf(string entry) =>
        entry.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries)[5].Split(" -> ")[0].TrimStart('.', '/');

    private static string Summarized(string path) => Folders().Replace(path, "$1*$2");

    [GeneratedRegex("^(usr/share/zoneinfo/|var/lib/dpkg/status.d/|usr/share/doc/)[^/]+(?:(/copyright)$|.*)")]
    private static partial Regex Folders();

    [GeneratedRegex("^[-d]r(w-r--r--|wxr-xr-x) 0/0 ")]
    private static partial Regex SafeEntry();

    [GeneratedRegex("""(?:^LABEL|^ENV|\s)\s*([A-Za-z0-9_.]+)=(?:"[^"]*"|\S*)""")]
    private static partial Regex Name();
}
