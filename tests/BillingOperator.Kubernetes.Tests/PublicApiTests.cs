using BillingOperator.Kubernetes.Client;
using BillingOperator.TestEnvironment.Processes;
using PublicApiGenerator;

namespace BillingOperator.Kubernetes.Tests;

/// <summary>A change of what others build on is seen in a review.</summary>
public sealed class PublicApiTests
{
    private static readonly string Approved = Repository.PathOf(
        "tests",
        "BillingOperator.Kubernetes.Tests",
        "PublicApi.txt"
    );

    [Fact]
    public void The_public_face_is_the_approved_one()
    {
        var face = typeof(IKubernetesClient).Assembly.GeneratePublicApi(
            new ApiGeneratorOptions { IncludeAssemblyAttributes = false }
        );
        if (Environment.GetEnvironmentVariable("UPDATE_API") == "1")
        {
            File.WriteAllText(Approved, face + "\n");
        }

        (face + "\n").Should().Be(File.ReadAllText(Approved), "UPDATE_API=1 writes it again, for a review");
    }
}
