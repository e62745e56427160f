using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

public sealed class DockerfileTests
{
    [Fact]
    public void It_copies_the_packages_of_every_project_before_it_restores()
    {
        var restore = File.ReadLines(Repository.PathOf("Dockerfile"))
            .TakeWhile(line => !line.StartsWith("RUN dotnet restore", StringComparison.Ordinal));
        var projects = Directory.EnumerateDirectories(Repository.PathOf("src")).Select(Path.GetFileName);

        restore
            .Where(line => line.StartsWith("COPY src/", StringComparison.Ordinal))
            .Should()
            .BeEquivalentTo(
                projects.Select(it => $"COPY src/{it}/*.csproj src/{it}/packages.lock.json src/{it}/"),
                "a restore without a project that the program rests on fails"
            );
    }
}
