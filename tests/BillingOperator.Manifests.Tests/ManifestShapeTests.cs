using static BillingOperator.Manifests.Tests.ManifestSamples;

namespace BillingOperator.Manifests.Tests;

public sealed class ManifestShapeTests
{
    [Theory]
    [InlineData(
        "tier1AccountId: 0011",
        "must be a text, but 0011 without quotes is the number 9: put it in quotes, \"0011\""
    )]
    [InlineData("tier1AccountId: 12.50", "must be a text, but 12.50 without quotes is the number 12.5")]
    [InlineData("tier1AccountId: no", "must be a text, but no without quotes is false: put it in quotes, \"no\"")]
    [InlineData("tier1AccountId: 0x1F", "the number 31")]
    [InlineData("tier1AccountId: 1_000", "the number 1000")]
    [InlineData("tier1AccountId: 0899", "the number 899")]
    [InlineData("tier1AccountId: 99999999999999999999", "must be a text, but 99999999999999999999 without quotes")]
    [InlineData("tier1AccountId: [a]", "is a list: write a text")]
    [InlineData("tier1AccountId: {a: b}", "is a map: write a text")]
    [InlineData("tier1AcountId: a", "is not a field: did you mean tier1AccountId?")]
    [InlineData("TIER1ACCOUNTID: a", "is not a field: did you mean tier1AccountId?")]
    [InlineData("price: a", "is not a field: remove it; the fields here are billable, deployment, tier1AccountId")]
    public void A_fault_of_writing_is_told_at_its_field(string line, string message)
    {
        var field = line.Split(':')[0];

        ManifestYaml
            .Findings(Acme.Replace("billing: {billable: PureConnect, deployment: OnPremises}", $"billing:\n    {line}"))
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith($"10: Tenant team/acme: spec.billing.{field}: ")
            .And.Contain(message);
    }

    [Theory]
    [InlineData("\"0011\"")]
    [InlineData("'no'")]
    [InlineData("!!str 0011")]
    [InlineData("|-\n      0011")]
    [InlineData("2026-11-23")]
    [InlineData("1e")]
    [InlineData("0x")]
    [InlineData("1:30")]
    [InlineData("12-34")]
    public void A_text_is_a_text(string id) =>
        ManifestYaml
            .Findings(
                Acme.Replace(
                    "billing: {billable: PureConnect, deployment: OnPremises}",
                    $"billing:\n    sourceId: {id}"
                )
            )
            .Should()
            .BeEmpty();

    [Theory]
    [InlineData("enabled: yes", null)]
    [InlineData("enabled: \"true\"", "spec.enabled: is the text \"true\": write true or false, without quotes")]
    [InlineData(
        "uploadConcurrency: \"8\"",
        "spec.uploadConcurrency: is the text \"8\": write a whole number, without quotes"
    )]
    [InlineData("enabled: 1", "spec.enabled: is the number 1: write true or false")]
    [InlineData("uploadConcurrency: 8.5", "spec.uploadConcurrency: is the number 8.5: write a whole number")]
    [InlineData("uploadConcurrency: yes", "spec.uploadConcurrency: is true: write a whole number")]
    [InlineData(
        "uploadConcurrency: 4294967296",
        "spec.uploadConcurrency: is more than 256: use a number from 1 to 256"
    )]
    [InlineData("uploadConcurrency: -1e30", "spec.uploadConcurrency: is less than 1: use a number from 1 to 256")]
    [InlineData("startingDeadlineSeconds: 2147483648", "spec.startingDeadlineSeconds: is more than 31622400: use a")]
    [InlineData("uploadConcurrency: 0x10", null)]
    [InlineData(
        "serverSettingsRef: default",
        "spec.serverSettingsRef: is the text \"default\": write its fields below it"
    )]
    [InlineData("tenantSelector: {matchLabels: [a]}", "spec.tenantSelector.matchLabels: is a list: write key: value")]
    [InlineData("tenantSelector: {matchLabels: {a: 1}}", "spec.tenantSelector.matchLabels[a]: must be a text, but 1")]
    [InlineData("tenantSelector: {matchLabels: {a: }}", "spec.tenantSelector.matchLabels[a]: has no value")]
    [InlineData(
        "tenantSelector: {matchExpressions: {key: a}}",
        "spec.tenantSelector.matchExpressions: is a map: write a list"
    )]
    [InlineData(
        "tenantSelector: {matchExpressions: [{key: a, operator: In, values: [1, b]}]}",
        "spec.tenantSelector.matchExpressions[0].values[0]: must be a text"
    )]
    [InlineData("schedule:", null)]
    public void Values_of_another_type_are_told_with_the_remedy(string line, string? finding)
    {
        var findings = ManifestYaml.Findings(
            $"{Settings}\n---\n{Event.Replace("spec: {enabled: true, uploadConcurrency: 64}", $"spec:\n  {line}")}"
        );

        if (finding is null)
        {
            findings.Should().BeEmpty();
        }
        else
        {
            findings.Should().ContainSingle().Which.Should().StartWith($"12: BillingEvent monthly: {finding}");
        }
    }

    [Fact]
    public void A_remedy_is_one_for_the_fault_at_hand()
    {
        ManifestYaml
            .Findings(Settings.Replace("workloadIdentity: {}", "workloadIdentity: {role: x}"))
            .Should()
            .Equal(
                "6: BillingServerSettings default: spec.credentials.workloadIdentity.role: is not a field: remove it; "
                    + "there are none here"
            );
        ManifestYaml
            .Findings($"{Settings}\n---\n{Event.Replace("64", "8.5")}")
            .Should()
            .ContainSingle()
            .Which.Should()
            .EndWith("is the number 8.5: write a whole number");
    }

    [Theory]
    [InlineData("kind: Tenant", "kind: Tennant", "2: kind: is \"Tennant\": did you mean Tenant?")]
    [InlineData("kind: Tenant", "kind: Bill", "2: kind: is \"Bill\": use Tenant, BillingServerSettings, BillingEvent")]
    [InlineData(
        "io/v1",
        "io/v1beta1",
        "1: apiVersion: is \"billing.pureconnect.io/v1beta1\": use billing.pureconnect.io/v1"
    )]
    [InlineData("  name: acme\n", "", "3: Tenant team/: metadata.name: is required: name the object")]
    [InlineData(
        "name: acme",
        "name: Acme",
        "4: Tenant team/Acme: metadata.name: is \"Acme\": use at most 253 lower-case"
    )]
    [InlineData("namespace: team", "namespace: a.b", "5: Tenant a.b/acme: metadata.namespace: is \"a.b\"")]
    [InlineData("spec:\n", "specs:\n", "7: Tenant team/acme: specs: is not a field: did you mean spec?")]
    [InlineData(
        "labels: {region: eu}",
        "labels: {on: yes}",
        "6: Tenant team/acme: metadata.labels[true]: must be a text, but yes"
    )]
    public void The_frame_of_an_object_is_checked_too(string right, string wrong, string finding) =>
        ManifestYaml.Findings(Acme.Replace(right, wrong)).Should().Contain(line => line.StartsWith(finding));

    [Fact]
    public void A_missing_spec_is_a_problem() =>
        ManifestYaml
            .Findings("apiVersion: billing.pureconnect.io/v1\nkind: Tenant\nmetadata: {name: a}\n")
            .Should()
            .Equal("1: Tenant default/a: spec: is required: enter what you want, indented below it");
}
