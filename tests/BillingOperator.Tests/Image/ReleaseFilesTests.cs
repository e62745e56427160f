using System.Diagnostics;
using System.Security.Cryptography;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.Image;

/// <summary>The files of a release, as <c>hack/release.sh</c> makes them.</summary>
public sealed class ReleaseFilesTests : IDisposable
{
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("release-");

    public void Dispose() => _out.Delete(recursive: true);

    [Fact]
    public async Task A_version_that_the_repository_does_not_have_is_refused_with_each_file_that_differs()
    {
        var run = await RunAsync("--allow-dirty", "7.7.7", _out.FullName);

        run.ExitCode.Should().Be(1);
        foreach (
            var file in new[]
            {
                "Directory.Build.props: Version",
                "charts/billing-operator/Chart.yaml: version",
                "charts/billing-operator/Chart.yaml: appVersion",
                "config/manager/kustomization.yaml: newTag",
                "CHANGELOG.md: the newest heading",
            }
        )
        {
            run.Error.Should().MatchRegex($"release.sh: {file} is '[0-9.]+', and the release 7.7.7\n");
        }
        _out.EnumerateFiles().Should().BeEmpty();
    }

    [Fact]
    public async Task A_program_of_another_version_is_refused()
    {
        var program = PathOf("program");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho 'Client version: 0.0.9'\n");
        var version = typeof(OperatorProgram).Assembly.GetName().Version!.ToString(3);

        var run = await RunAsync("--allow-dirty", "--program", program, version, PathOf("out"));

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain($"'0.0.9', and the release {version}\n");
    }

    [Theory]
    [InlineData(":", "is no checkout that git can read: clone the repository, or give --allow-dirty")]
    [InlineData(
        "git init --quiet && git -c user.name=a -c user.email=a@example.com commit --quiet --allow-empty -m a",
        "there are changes that no commit has (see git status): commit them, or give --allow-dirty"
    )]
    public async Task What_no_commit_has_is_refused(string before, string expected)
    {
        string[] files = ["release.sh", "testenv/lib.sh"];
        foreach (var file in files)
        {
            var copy = PathOf(Path.Combine("hack", file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Repository.PathOf("hack", file), copy);
        }
        var script = $"cd '{_out.FullName}' && {before} && hack/release.sh 0.1.0 out";

        var run = await EndOfAsync(new ProcessStartInfo("bash", ["-c", script]));

        run.ExitCode.Should().Be(2);
        run.Error.Should().MatchRegex("^release.sh: .*\n$").And.Contain(expected);
    }

    [PublishedFact]
    public async Task It_has_program_image_chart_manifests_and_the_checksums_of_all()
    {
        var version = typeof(OperatorProgram).Assembly.GetName().Version!.ToString(3);
        string[] from = ["--program", OperatorProgram.CommandLine.Single(), "--url", "https://example.com/v"];

        var run = await RunAsync(["--allow-dirty", .. from, $"v{version}", _out.FullName]);

        run.ExitCode.Should().Be(0, run.Error);
        string[] files =
        [
            "SHA256SUMS",
            $"billing-operator-{version}-linux-amd64.cdx.json",
            $"billing-operator-{version}-linux-amd64.oci.tar",
            $"billing-operator-{version}-linux-amd64.provenance.json",
            $"billing-operator-{version}-linux-amd64.tar.gz",
            $"billing-operator-{version}-operator.yaml",
            $"billing-operator-{version}-setup.yaml",
            $"billing-operator-{version}.tgz",
            "billing.yaml",
        ];
        _out.EnumerateFiles().Select(file => file.Name).Should().BeEquivalentTo(files);
        var sums = files.Skip(1).Order(StringComparer.Ordinal).Select(Sum);
        (await File.ReadAllTextAsync(PathOf("SHA256SUMS"))).Should().Be(string.Concat(sums)).And.Be(run.Output);
        (await File.ReadAllTextAsync(PathOf($"billing-operator-{version}-setup.yaml")))
            .Should()
            .Contain("kind: CustomResourceDefinition")
            .And.NotContain("kind: Deployment");
        (await File.ReadAllTextAsync(PathOf($"billing-operator-{version}-operator.yaml")))
            .Should()
            .Contain($"image: billing-operator:{version}\n")
            .And.NotContain("kind: CustomResourceDefinition");
        (await File.ReadAllTextAsync(PathOf("billing.yaml")))
            .Should()
            .Contain($"uri: https://example.com/v/billing-operator-{version}-linux-amd64.tar.gz\n")
            .And.Contain($"sha256: {Sum($"billing-operator-{version}-linux-amd64.tar.gz")[..64]}\n");
    }

    private string PathOf(string file) => Path.Combine(_out.FullName, file);

    private string Sum(string file) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(PathOf(file))))}  {file}\n";

    private static Task<ProgramRun> RunAsync(params string[] arguments) =>
        EndOfAsync(new ProcessStartInfo(Repository.PathOf("hack", "release.sh"), arguments));

    private static async Task<ProgramRun> EndOfAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        return await ProgramRun.EndOfAsync(process);
    }
}
