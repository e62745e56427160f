using System.Reflection;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Api.Tests.Schemas;

public sealed class SchemaAgreementTests
{
    public static TheoryData<string> Kinds => Crd.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_is_in_both_the_schema_and_the_type(string kind)
    {
        var crd = Crd.Of(kind);

        SchemaComparison.FindDifferences(crd.Type, crd.Root).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_names_are_those_that_the_client_asks_for(string kind)
    {
        var crd = Crd.Of(kind);
        var entity = crd.Type.GetCustomAttribute<KubernetesEntityAttribute>()!;

        ((string?)crd.Spec["group"]).Should().Be(entity.Group);
        ((string?)crd.Version["name"]).Should().Be(entity.ApiVersion);
        var scope = crd.Type.GetCustomAttribute<EntityScopeAttribute>()?.Scope ?? EntityScope.Namespaced;
        ((string?)crd.Spec["scope"]).Should().Be(scope.ToString());
        ((string?)crd.Spec["names"]!["kind"]).Should().Be(entity.Kind);
        ((string?)crd.Spec["names"]!["plural"]).Should().Be(entity.PluralName);
        ((string?)crd.Manifest["metadata"]!["name"]).Should().Be($"{entity.PluralName}.{entity.Group}");
        crd.Version["subresources"]!.AsObject().Should().ContainKey("status");
    }

    [Theory]
    [InlineData("Tenant", "bten")]
    [InlineData("BillingServerSettings", "bss")]
    [InlineData("BillingEvent", "bev")]
    public void Each_kind_has_a_short_name_and_the_category_billing(string kind, string shortName)
    {
        var names = Crd.Of(kind).Spec["names"]!;

        names["shortNames"]!.AsArray().Select(name => (string)name!).Should().Equal(shortName);
        names["categories"]!.AsArray().Select(name => (string)name!).Should().Equal("billing");
    }

    [Theory]
    [InlineData("Tenant", "spec.billing.billable", typeof(Billable))]
    [InlineData("Tenant", "spec.billing.deployment", typeof(Deployment))]
    [InlineData("BillingServerSettings", "spec.s3.encryption.type", typeof(EncryptionType))]
    [InlineData("BillingServerSettings", "spec.s3.conditionalWrites", typeof(ConditionalWrites))]
    [InlineData("BillingEvent", "spec.billingPeriod", typeof(BillingPeriodKind))]
    [InlineData("BillingEvent", "status.activeRun.trigger", typeof(RunTrigger))]
    [InlineData("BillingEvent", "status.lastRun.trigger", typeof(RunTrigger))]
    [InlineData("BillingEvent", "status.lastRun.state", typeof(RunState))]
    [InlineData("BillingEvent", "status.requests.at.outcome", typeof(RequestOutcome))]
    [InlineData("BillingEvent", "status.requests.period.outcome", typeof(RequestOutcome))]
    [InlineData("BillingEvent", "status.history[*].state", typeof(RunState))]
    public void Values_of_an_enum_are_the_constants_in_code(string kind, string path, Type constants)
    {
        var values = constants.GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Crd.Of(kind).Root.At(path).Enum.Should().BeEquivalentTo(values);
    }
}
