using System.Text.Json;
using BillingOperator.Kubernetes.Client;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Entities;

public sealed class EntityDefaultsTests
{
    private static readonly JsonSerializerOptions Json = EntityJson.Options([]);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"apiVersion":null,"kind":null,"metadata":null,"spec":null}""")]
    public void What_the_JSON_does_not_name_has_its_default(string json)
    {
        var lease = JsonSerializer.Deserialize<V1Lease>(json, Json)!;

        lease.ApiVersion.Should().Be("coordination.k8s.io/v1");
        lease.Kind.Should().Be("Lease");
        lease.Metadata.Should().Be(new V1ObjectMeta());
        lease.Spec.Should().Be(new V1LeaseSpec());
    }

    [Fact]
    public void A_secret_prints_no_value()
    {
        var secret = JsonSerializer.Deserialize<V1Secret>(
            """{"metadata":{"name":"keys","namespace":"billing"},"data":{"key":"aHVudGVyMg=="}}""",
            Json
        )!;

        secret.ToString().Should().NotContain("hunter2").And.NotContain("aHVudGVyMg");
        secret.Data["key"].Should().Equal("hunter2"u8.ToArray());
    }
}
