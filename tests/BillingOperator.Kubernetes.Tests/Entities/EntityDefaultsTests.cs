using System.Text.Json;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Kubernetes.Tests.Entities;

public sealed class EntityDefaultsTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"apiVersion":null,"kind":null,"metadata":null,"spec":null}""")]
    public void What_the_JSON_does_not_name_keeps_its_default(string json)
    {
        var lease = JsonSerializer.Deserialize(json, KubernetesJsonContext.Default.V1Lease)!;

        lease.Should().Be(new V1Lease());
        lease.Kind.Should().Be("Lease");
        lease.Metadata.Name.Should().BeEmpty();
        lease.Spec.Should().NotBeNull();
    }

    [Fact]
    public void A_secret_prints_its_name_and_no_value()
    {
        var secret = JsonSerializer.Deserialize(
            """{"metadata":{"name":"keys","namespace":"billing"},"data":{"key":"aHVudGVyMg=="}}""",
            KubernetesJsonContext.Default.V1Secret
        )!;

        secret.ToString().Should().Be("Secret billing/keys");
        secret.Data!["key"].Should().Equal("hunter2"u8.ToArray());
    }
}
