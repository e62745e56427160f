using System.Text.RegularExpressions;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Api.Tests.Schemas;

/// <summary>
/// The API server and the operator judge alike and say it alike. A rule's message cannot show the value, so it lacks
/// the validator's <c>is "…": </c>.
/// </summary>
public sealed class RuleWordingTests
{
    private const string PrivateKey = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";

    private static readonly S3Settings S3 = new() { Bucket = "contoso-billing" };

    private static readonly CredentialsSettings Credentials = new() { WorkloadIdentity = new WorkloadIdentity() };

    [Fact]
    public void Faults_of_a_tenant_are_refused_by_the_API_server_in_the_same_words()
    {
        TenantSpec[] specs =
        [
            new() { DisplayName = "=1" },
            new() { DisplayName = " " },
            new() { DisplayName = "a\u200Bb" },
            new() { TenantId = "a/b" },
            new()
            {
                Billing = new TenantBilling { SourceId = "SRC-é", ExternalId = "-1" },
            },
            new() { Billing = new TenantBilling { Billable = "PureConnect" } },
            new()
            {
                Billing = new TenantBilling { Billable = "PureConnect", Deployment = "Cloud" },
            },
            new()
            {
                Billing = new TenantBilling
                {
                    Billable = "PureConnect",
                    Deployment = "OnPremises",
                    Tier1AccountId = "a",
                    Tier2AccountId = "b",
                    Tier3AccountId = "c",
                    ExternalId = "d",
                    SourceId = "e",
                },
            },
        ];

        var faults = specs.SelectMany(spec => TenantValidator.Validate(spec, "t")).ToList();

        faults.Should().HaveCount(17);
        WithoutRule("Tenant", faults).Should().BeEmpty();
    }

    [Fact]
    public void Faults_of_settings_are_refused_by_the_API_server_in_the_same_words()
    {
        BillingServerSettingsSpec[] specs =
        [
            Of(S3 with { Endpoint = "http://s3.example.com" }),
            Of(S3 with { Endpoint = "s3.example.com" }),
            Of(S3 with { Endpoint = "https://me:secret@s3.example.com" }),
            Of(S3 with { Endpoint = "https://s3.example.com/billing" }),
            Of(S3 with { Endpoint = "https://s3.example.com:70000" }),
            Of(S3 with { Endpoint = "https://-s3.example.com" }),
            Of(S3 with { Endpoint = "https://10.0.0.256" }),
            Of(S3 with { Endpoint = "https://[1::2::3]" }),
            Of(S3 with { Region = "EU" }),
            Of(S3 with { StorageClass = "cheap" }),
            Of(S3 with { ExpectedBucketOwner = "1234-5678-90" }),
            Of(S3 with { Prefix = "/a" }),
            Of(S3 with { Prefix = "a//b" }),
            Of(S3 with { Prefix = "a\nb" }),
            Of(S3 with { Prefix = "a/../b" }),
            Of(S3 with { CaBundle = new CaBundle() }),
            Of(S3 with { CaBundle = new CaBundle { Inline = PrivateKey } }),
            Of(S3 with { Bucket = "a..b" }),
            Of(S3 with { Bucket = "10.0.0.1" }),
            Of(S3 with { Encryption = new EncryptionSettings { Type = "SSE-KMS" } }),
            Of(S3 with { Encryption = new EncryptionSettings { KmsKeyId = "k" } }),
            Of(S3 with { Encryption = new EncryptionSettings { BucketKeyEnabled = true } }),
            new() { S3 = S3, Credentials = new CredentialsSettings() },
            Of(S3) with
            {
                Probe = new ProbeSettings { Interval = "1s" },
            },
        ];

        var faults = specs.SelectMany(BillingServerSettingsValidator.Validate).ToList();

        faults.Should().HaveCount(specs.Length);
        WithoutRule("BillingServerSettings", faults).Should().BeEmpty();
    }

    [Fact]
    public void Faults_of_an_event_are_refused_by_the_API_server_in_the_same_words()
    {
        LabelSelectorRequirement[] terms =
        [
            new() { Key = "region", Operator = "In" },
            new() { Key = "region", Operator = "NotIn" },
            new()
            {
                Key = "region",
                Operator = "Exists",
                Values = ["emea"],
            },
            new()
            {
                Key = "region",
                Operator = "DoesNotExist",
                Values = ["emea"],
            },
        ];
        var spec = new BillingEventSpec { TenantSelector = new LabelSelector { MatchExpressions = terms } };

        var faults = BillingEventValidator.Validate(spec, "pureconnect");

        faults.Should().HaveCount(terms.Length);
        WithoutRule("BillingEvent", faults).Should().BeEmpty();
    }

    /// <summary>A fault's rule is at its field, or at the object around it with the field's name before the message.</summary>
    private static IEnumerable<FieldError> WithoutRule(string kind, IEnumerable<FieldError> faults)
    {
        var fields = Crd.Of(kind).Root.SelfAndDescendants.ToDictionary(field => field.Path);
        return faults.Where(fault =>
        {
            var path = Regex.Replace($"{fault.Field}", @"\[\d+\]", "[*]");
            var dot = path.LastIndexOf('.');
            var words = Regex.Replace(fault.Message, "^is \".*\": ", "");
            return !fields[path].Rules.Any(rule => rule.Message == words)
                && !fields[path[..dot]].Rules.Any(rule => rule.Message == $"{path[(dot + 1)..]}: {words}");
        });
    }

    private static BillingServerSettingsSpec Of(S3Settings s3) => new() { S3 = s3, Credentials = Credentials };
}
