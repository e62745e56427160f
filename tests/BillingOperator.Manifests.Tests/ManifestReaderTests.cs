using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using k8s.Models;
using static BillingOperator.Manifests.Tests.ManifestSamples;

namespace BillingOperator.Manifests.Tests;

public sealed class ManifestReaderTests
{
    [Fact]
    public void The_three_kinds_are_read_from_several_documents_and_others_are_passed_over()
    {
        var set = ManifestYaml.Read(
            $"{Acme}\n---\n{Settings}\n---\nkind: ConfigMap\napiVersion: v1\n---\n---\n{Event}"
        );

        set.Of<Tenant>().Should().ContainSingle().Which.Entity.Spec.DisplayName.Should().Be("Acme");
        set.Of<Tenant>()[0].Entity.Metadata.Labels.Should().Equal(new Dictionary<string, string> { ["region"] = "eu" });
        set.Of<BillingServerSettings>()
            .Should()
            .ContainSingle()
            .Which.Entity.Spec.Credentials!.WorkloadIdentity.Should()
            .NotBeNull();
        set.Of<BillingEvent>().Should().ContainSingle().Which.Entity.Spec.UploadConcurrency.Should().Be(64);
        set.PassedOver.Should().Be(1);
        set.Findings.Should().BeEmpty();
        ManifestValidator.Validate(set).Should().BeEmpty();
    }

    [Fact]
    public void Without_a_namespace_a_tenant_is_in_default_and_the_others_are_in_none()
    {
        var set = ManifestYaml.Read(
            $"{Acme.Replace("  namespace: team\n", "")}\n---\n{Event.Replace("name: monthly", "name: monthly, namespace: x")}"
        );

        set.Of<Tenant>()[0].Entity.Namespace().Should().Be("default");
        set.Of<BillingEvent>()[0].Entity.Namespace().Should().BeNull();
    }

    [Theory]
    [InlineData("v1", "List")]
    [InlineData("billing.pureconnect.io/v1", "TenantList")]
    public void Lists_are_unfolded_and_keep_their_lines(string apiVersion, string kind)
    {
        var item = Acme.Replace("\n", "\n    ").Replace("deployment: OnPremises", "deployment: Moon");

        ManifestYaml
            .Findings($"apiVersion: {apiVersion}\nkind: {kind}\nitems:\n  - {item}")
            .Should()
            .Equal("12: Tenant team/acme: spec.billing.deployment: is \"Moon\": use Cloud or OnPremises, exactly so");
    }

    [Fact]
    public void What_a_list_of_tenants_holds_are_tenants_whether_they_say_so_or_not()
    {
        const string Items = "items:\n  - metadata: {name: a}\n    spec: {displayName: \"=1\"}\n";

        ManifestYaml
            .Findings($"apiVersion: billing.pureconnect.io/v1\nkind: TenantList\n{Items}")
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("5: Tenant default/a: spec.displayName");
        ManifestYaml
            .Findings(
                $"apiVersion: v1\nkind: List\n{Items.Replace("- metadata", "- apiVersion: billing.pureconnect.io/v1\n    metadata")}"
            )
            .Should()
            .Equal("4: kind: is required: enter Tenant, BillingServerSettings or BillingEvent");
    }

    [Theory]
    [InlineData("kind: Tenant\nspec: {}", "1: apiVersion: is required: use billing.pureconnect.io/v1")]
    [InlineData("apiVersion: billing.pureconnect.io/v1\nspec: {}", "1: kind: is required")]
    [InlineData(
        "apiVersion: billing.pureconect.io/v1\nkind: BillingEvent",
        "1: apiVersion: is \"billing.pureconect.io/v1\": use billing.pureconnect.io/v1"
    )]
    [InlineData("[{\"apiVersion\": \"billing.pureconnect.io/v1\"}]", "1: The document is a list")]
    public void What_is_almost_an_object_of_ours_is_not_passed_over(string yaml, string finding) =>
        ManifestYaml.Findings(yaml).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("just text", "1: The document is the text \"just text\", no object: write apiVersion, kind")]
    [InlineData("kind: A\n---\n7", "3: The document is the number 7, no object: write")]
    [InlineData("[1, 2]", "1: The document is a list: write its objects one by one")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [a]", "3: items[0] is the text \"a\", no object: write apiVersion")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n-", "4: items[0] is nothing, no object: write apiVersion")]
    [InlineData("apiVersion: v1\nkind: List\nitems: {a: b}", "3: items: is a map: write a list, each item after a")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [{a: b}]", "3: kind: is required: enter the kind of this object")]
    [InlineData("metadata: {name: a}\nspec: {}", "1: kind: is required: enter the kind of this object")]
    [InlineData("apiVersion: v1\nkind: list\nitems: []", "2: kind: is \"list\": did you mean List?")]
    [InlineData("apiVersion: v1\nkind: tenantlist", "2: kind: is \"tenantlist\": did you mean TenantList?")]
    [InlineData("apiVersion: v1\nkind: Tenant", "1: apiVersion: is \"v1\": use billing.pureconnect.io/v1")]
    [InlineData("kind: tenant", "1: apiVersion: is required: use billing.pureconnect.io/v1")]
    [InlineData(
        "apiVersion: billing.pureconnect.io/v1\nkind: tenantlist\nitems: []",
        "2: kind: is \"tenantlist\": did you mean TenantList?"
    )]
    [InlineData(
        "apiVersion: billing.pureconect.io/v1\nkind: TenantList\nitems: []",
        "1: apiVersion: is \"billing.pureconect.io/v1\": use billing.pureconnect.io/v1"
    )]
    public void What_kubectl_would_not_take_for_an_object_is_a_problem(string yaml, string finding) =>
        ManifestYaml.Findings(yaml).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("null\n---\n~\n")]
    [InlineData("replicas: 3\nimage: {tag: x}")]
    public void A_file_without_objects_is_no_problem(string yaml) => ManifestYaml.Findings(yaml).Should().BeEmpty();

    [Fact]
    public void Of_tenants_with_one_id_the_operators_rule_says_which_has_it_and_not_the_order_of_the_files()
    {
        var other = Acme.Replace("name: acme", "name: zenith")
            .Replace("  displayName", "  tenantId: acme\n  displayName");

        ManifestYaml
            .Findings($"{other}\n---\n{Acme}")
            .Should()
            .Equal(
                "8: Tenant team/zenith: spec.tenantId: \"acme\" is the tenant id of team/acme at stdin:12 too "
                    + "(DuplicateTenantId): choose another id"
            );
    }
}
