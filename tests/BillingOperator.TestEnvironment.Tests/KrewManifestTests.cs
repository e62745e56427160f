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
    public async Task It_names_the_archive_by_its_hash_and_the_program_in_it()
    {
        var archive = await ArchiveAsync("billing-operator", "LICENSE");

        var text = await Command.RunAsync(Script, ["v1.2.3", "https://example.com/billing.tar.gz", archive]);

        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(archive)));
        text.Should().Contain("\n  version: v1.2.3\n").And.Contain("\n      uri: https://example.com/billing.tar.gz\n");
        text.Should().Contain($"\n      sha256: {hash}\n").And.Contain("\n      bin: billing-operator\n");
    }

    [Fact]
    public async Task An_archive_without_the_program_is_refused()
    {
        var archive = await ArchiveAsync("LICENSE");

        var print = () => Command.RunAsync(Script, ["v1.2.3", "https://example.com/billing.tar.gz", archive]);

        (await print.Should().ThrowAsync<CommandFailedException>())
            .Which.StandardError.Should()
            .Contain("does not hold billing-operator");
    }

    private async Task<string> ArchiveAsync(params string[] files)
    {
        foreach (var file in files)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), file);
        }
        var archive = Path.Combine(_folder.FullName, "billing.tar.gz");
        await Command.RunAsync("tar", ["-C", _folder.FullName, "-czf", archive, .. files]);
        return archive;
    }
}
