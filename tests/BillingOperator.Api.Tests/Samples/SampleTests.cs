using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BillingOperator.Api.Events;
using BillingOperator.Api.Serialization;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Api.Tests.Schemas;
using BillingOperator.Api.Tests.Yaml;
using BillingOperator.Billing.Validation;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Samples;

public sealed class SampleTests
{
    private static readonly JsonSerializerOptions Strict = new(BillingJsonContext.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static TheoryData<string> Files =>
        [
            .. Directory
                .EnumerateFiles(Repository.PathOf("config", "samples"), "*.yaml")
                .Select(file => Path.GetFileName(file)!)
                .Where(file => file is not ("kustomization.yaml" or "namespace.yaml")),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_sample_has_no_field_that_the_types_lack(string file)
    {
        var read = () => Sample(file).Deserialize(Crd.Of((string)Sample(file)["kind"]!).Type, Strict);

        read.Should().NotThrow();
    }

    [Theory]
    [InlineData("tenant_cloud.yaml")]
    [InlineData("tenant_on_premises.yaml")]
    [InlineData("../mistakes/tenant_duplicate_id.yaml")]
    public void A_sample_tenant_is_valid(string file)
    {
        FaultsOf(Sample<Tenant>(file)).Should().BeEmpty();
    }

    [Fact]
    public void The_tenant_with_a_duplicate_id_has_that_of_a_sample()
    {
        Sample<Tenant>("../mistakes/tenant_duplicate_id.yaml")
            .Spec.TenantId.Should()
            .Be(Sample<Tenant>("tenant_cloud.yaml").Metadata.Name);
    }

    [Fact]
    public void The_sample_settings_are_valid()
    {
        var settings = Sample<BillingServerSettings>("billingserversettings.yaml");

        BillingServerSettingsValidator.Validate(settings.Spec).Should().BeEmpty();
    }

    [Fact]
    public void The_sample_event_is_valid_and_off()
    {
        var billingEvent = Sample<BillingEvent>("billingevent.yaml");

        BillingEventValidator.Validate(billingEvent.Spec, billingEvent.Metadata.Name).Should().BeEmpty();
        billingEvent.Spec.Enabled.Should().BeNull("applying the file again must not undo what kubectl patch enabled");
    }

    private static IReadOnlyList<FieldError> FaultsOf(Tenant tenant) =>
        TenantValidator.Validate(tenant.Spec, tenant.Metadata.Name);

    private static T Sample<T>(string file) => Sample(file).Deserialize<T>(Strict)!;

    private static JsonObject Sample(string file) => YamlFile.Read(Repository.PathOf("config", "samples", file));
}
