using System.Net;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Client;

[Collection(ControlPlaneTests.Name)]
public sealed class AnnotateTests(ControlPlaneFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_annotation_is_set_and_everything_else_stays()
    {
        var metadata = new V1ObjectMeta
        {
            Name = $"w-{Guid.NewGuid():N}",
            NamespaceProperty = "default",
            Annotations = new Dictionary<string, string> { ["kept"] = "1", ["changed"] = "1" },
        };
        var widget = await fixture.Admin.CreateAsync(
            new Widget
            {
                Metadata = metadata,
                Spec = new WidgetSpec { Size = 3 },
            },
            None
        );
        var key = EntityKey.Of(widget);

        await fixture.Admin.AnnotateAsync<Widget>(
            key,
            new Dictionary<string, string> { ["changed"] = "2 \u00e9\U0001F680", ["new"] = "\"quoted\"" },
            "tests",
            None
        );

        var stored = await fixture.Admin.GetAsync<Widget>(key, None);
        stored!
            .Metadata.Annotations.Should()
            .Equal(
                new Dictionary<string, string>
                {
                    ["kept"] = "1",
                    ["changed"] = "2 \u00e9\U0001F680",
                    ["new"] = "\"quoted\"",
                }
            );
        stored.Spec.Size.Should().Be(3);
        stored.Metadata.Generation.Should().Be(1);
    }

    [Fact]
    public async Task An_object_that_is_not_there_is_an_error()
    {
        var annotate = () =>
            fixture.Admin.AnnotateAsync<Widget>(
                new EntityKey("default", "nobody"),
                new Dictionary<string, string> { ["a"] = "b" },
                "tests",
                None
            );

        (await annotate.Should().ThrowAsync<KubernetesException>())
            .Which.StatusCode.Should()
            .Be(HttpStatusCode.NotFound);
    }
}
