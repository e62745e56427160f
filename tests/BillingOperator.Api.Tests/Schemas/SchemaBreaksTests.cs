using System.Text.Json.Nodes;
using BillingOperator.Api.Tests.Yaml;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Schemas;

/// <summary>
/// Whatever the last release took, this one takes. The folder <c>Released</c> has the CRDs of the last release; a release
/// copies <c>config/crd</c> there.
/// </summary>
public sealed class SchemaBreaksTests
{
    private static readonly string Released = Repository.PathOf(
        "tests",
        "BillingOperator.Api.Tests",
        "Schemas",
        "Released"
    );

    [Theory]
    [MemberData(nameof(Crd.Kinds), MemberType = typeof(Crd))]
    public void The_CRD_takes_what_the_last_release_took(string kind) =>
        SchemaBreaks.Find(ReleasedOf(kind), Crd.Of(kind).Manifest).Should().BeEmpty();

    [Theory]
    [InlineData("was removed", """{"spec": {"properties": {"displayName": null}}}""")]
    [InlineData("has another type", """{"spec": {"properties": {"displayName": {"type": "integer"}}}}""")]
    [InlineData("has a smaller maxLength", """{"spec": {"properties": {"displayName": {"maxLength": 100}}}}""")]
    [InlineData("has a larger minLength", """{"spec": {"properties": {"displayName": {"minLength": 2}}}}""")]
    [InlineData("has another pattern", """{"spec": {"properties": {"tenantId": {"pattern": "^x$"}}}}""")]
    [InlineData("requires displayName", """{"spec": {"required": ["displayName"]}}""")]
    [InlineData(
        "takes fewer values",
        """{"spec": {"properties": {"billing": {"properties": {"billable": {"enum": ["PureConnect"]}}}}}}"""
    )]
    [InlineData(
        "has another rule",
        """{"spec": {"x-kubernetes-validations": [{"rule": "has(self.tenantId)", "message": "x"}]}}"""
    )]
    [InlineData(
        "has other keys",
        """{"status": {"properties": {"uploads": {"x-kubernetes-list-map-keys": ["event"]}}}}"""
    )]
    public void A_broken_copy_is_found(string expected, string change)
    {
        var broken = ReleasedOf("Tenant").DeepClone().AsObject();
        var root = broken["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject();
        Merge(root["properties"]!.AsObject(), JsonNode.Parse(change)!.AsObject());

        SchemaBreaks.Find(ReleasedOf("Tenant"), broken).Should().Contain(it => it.Contains(expected));
    }

    [Fact]
    public void A_version_that_is_gone_is_found()
    {
        var broken = ReleasedOf("Tenant").DeepClone().AsObject();
        broken["spec"]!["versions"]![0]!["name"] = "v2";

        SchemaBreaks.Find(ReleasedOf("Tenant"), broken).Should().ContainSingle("version v1 is served no more");
    }

    private static JsonObject ReleasedOf(string kind) => YamlFile.Read(Path.Combine(Released, Crd.Of(kind).File));

    // RFC 7386.
    private static void Merge(JsonObject target, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner && target[name] is JsonObject into)
            {
                Merge(into, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
