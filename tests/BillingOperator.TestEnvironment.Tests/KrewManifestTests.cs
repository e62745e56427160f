using System.Security.Cryptography;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.TestEnvironment.Tests;

/// <summary>The manifest of the plugin <c>kubectl billing</c>, as <c>hack/krew.sh</c> prints it for an archive.</summary>
public sealed class KrewManifestTests : IDisposable
{
    private static readonly string Script = Repository.PathOf("hack", "krew.sh");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("krew-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_names_each_archive_by_its_architecture_and_hash_and_the_program_in_it()
    {
        string[] architectures = ["amd64", "arm64"];
        var archives = architectures.ToDictionary(it => it, it => PathOf($"billing-1.2.3-linux-{it}.tar.gz"));
        foreach (var archive in archives.Values)
        {
            await PackAsync(archive, "billing-operator", "LICENSE", Path.GetFileName(archive));
        }

        var text = await Command.RunAsync(Script, ["v1.2.3", "https://example.com/v/", .. archives.Values]);

        text.Should().Contain("\n  version: v1.2.3\n");
        foreach (var (architecture, archive) in archives)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(archive)));
            text.Should()
                .Contain(
                    $"\n          arch: {architecture}\n"
                        + $"      uri: https://example.com/v/billing-1.2.3-linux-{architecture}.tar.gz\n"
                        + $"      sha256: {hash}\n"
                        + "      bin: billing-operator\n"
                );
        }
    }

    [Theory]
    [InlineData("billing-linux-amd64.tar.gz", "LICENSE", "does not hold billing-operator")]
    [InlineData("billing-windows.tar.gz", "billing-operator", "does not end in -linux-amd64.tar.gz")]
    public async Task An_archive_that_krew_could_not_install_is_refused(string name, string file, string says)
    {
        var archive = PathOf(name);
        await PackAsync(archive, file);

        var print = () => Command.RunAsync(Script, ["v1.2.3", "https://example.com/v", archive]);

        (await print.Should().ThrowAsync<CommandFailedException>()).Which.StandardError.Should().Contain(says);
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private async Task PackAsync(string archive, params string[] files)
    {
        foreach (var file in files)
        {
            await File.AppendAllTextAsync(PathOf(file), file);
        }
        await Command.RunAsync("tar", ["-C", _folder.FullName, "-czf", archive, .. files]);
    }
}
