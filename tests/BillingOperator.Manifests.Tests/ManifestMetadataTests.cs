using BillingOperator.Api.Tenants;
using static BillingOperator.Manifests.Tests.ManifestSamples;

namespace BillingOperator.Manifests.Tests;

public sealed class ManifestMetadataTests
{
    [Theory]
    [InlineData("nmae: x", "metadata.nmae: is not a field: remove it")]
    [InlineData("names: x", "metadata.names: is not a field: did you mean name?")]
    [InlineData("label: {a: b}", "metadata.label: is not a field: did you mean labels?")]
    [InlineData("annotations: {a b: c}", "metadata.annotations: holds the key \"a b\"")]
    public void Metadata_is_checked_as_the_API_server_does(string line, string finding) =>
        ManifestYaml
            .Findings(Acme.Replace("labels: {region: eu}", line))
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith($"6: Tenant team/acme: {finding}");

    [Theory]
    [InlineData("finalizers: x", "metadata.finalizers: is the text \"x\": write a list")]
    [InlineData("finalizers: [1]", "metadata.finalizers[0]: must be a text, but 1 without quotes is the number 1")]
    [InlineData("finalizers: [a b]", "metadata.finalizers[0]: is \"a b\": use a name such as example.com/cleanup")]
    [InlineData("ownerReferences: {kind: A}", "metadata.ownerReferences: is a map: write a list")]
    [InlineData(
        "ownerReferences: [{apiVersion: v1, kind: A, name: a}]",
        "metadata.ownerReferences[0].uid: is required: enter the uid of the owner"
    )]
    [InlineData(
        "ownerReferences: [{apiVersion: v1, kind: A, name: a, uid: b, controler: true}]",
        "metadata.ownerReferences[0].controler: is not a field: did you mean controller?"
    )]
    [InlineData(
        "ownerReferences: [{apiVersion: v1, kind: A, name: a, uid: b, controller: \"true\"}]",
        "metadata.ownerReferences[0].controller: is the text \"true\": write true or false, without quotes"
    )]
    [InlineData("uid: 7", "metadata.uid: must be a text, but 7 without quotes is the number 7")]
    [InlineData("generation: \"7\"", "metadata.generation: is the text \"7\": write a whole number, without quotes")]
    [InlineData(
        "creationTimestamp: today",
        "metadata.creationTimestamp: is \"today\": write a time such as 2026-11-26T"
    )]
    [InlineData("managedFields: [a]", "metadata.managedFields[0]: is the text \"a\": write its fields below it")]
    [InlineData("annotations: {a: true}", "metadata.annotations[a]: must be a text, but true without quotes is true")]
    [InlineData("annotations: [a]", "metadata.annotations: is a list: write key: value pairs")]
    [InlineData("generateName: A-", "metadata.generateName: is \"A-\": use at most 253 lower-case letters")]
    public void All_metadata_is_checked_also_what_a_cluster_would_add(string line, string finding) =>
        ManifestYaml
            .Findings(Acme.Replace("labels: {region: eu}", line))
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith($"6: Tenant team/acme: {finding}");

    [Fact]
    public void What_a_cluster_adds_to_an_exported_object_does_not_disturb()
    {
        var set = ManifestYaml.Read(
            Acme.Replace(
                "  name: acme",
                "  name: acme\n  uid: \"1234\"\n  generation: 7\n  managedFields: [{manager: kubectl}]\n  finalizers: [x]"
            ) + "\nstatus: {conditions: broken}\n"
        );

        set.Findings.Should().BeEmpty();
        set.Of<Tenant>().Should().ContainSingle();
    }

    [Theory]
    [InlineData(
        "requestAt: now",
        "is no annotation of a BillingEvent: did you mean billing.pureconnect.io/requestedAt?"
    )]
    [InlineData("takeOver: abc", "is no annotation of a BillingEvent: use billing.pureconnect.io/requestedAt or")]
    [InlineData("requestedPeriod: 0001-01", "is \"0001-01\", which is before 2000: enter a period")]
    [InlineData("requestedPeriod: 2026-10-31", "enter a month such as 2026-10")]
    public void An_annotation_of_ours_is_checked(string annotation, string finding)
    {
        var name = annotation.Split(':')[0];

        ManifestYaml
            .Findings(
                $"{Settings}\n---\n{Event.Replace("{name: monthly}", $"{{name: monthly, annotations: {{billing.pureconnect.io/{annotation}}}}}")}"
            )
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith($"10: BillingEvent monthly: metadata.annotations[billing.pureconnect.io/{name}]: ")
            .And.Contain(finding);
    }

    [Fact]
    public void A_request_that_says_nothing_new_the_next_time_is_worth_a_note() =>
        ManifestYaml
            .Findings(
                $"{Settings}\n---\n{Event.Replace("{name: monthly}", "{name: monthly, annotations: {billing.pureconnect.io/requestedAt: now}}")}"
            )
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith(
                "10: note: BillingEvent monthly: metadata.annotations[billing.pureconnect.io/requestedAt]: is \"now\""
            );
}
