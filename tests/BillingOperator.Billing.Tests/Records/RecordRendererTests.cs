using System.Text;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Tests.Runs;

namespace BillingOperator.Billing.Tests.Records;

public sealed class RecordRendererTests
{
    private static readonly BucketLayout Layout = new("billing", "pureconnect", "2026-11");

    [Fact]
    public void A_record_has_exactly_the_contracts_fields_in_order()
    {
        var record = Render(Declared.Cloud("acme"));

        Encoding
            .UTF8.GetString(record.Content.Span)
            .Should()
            .Be(
                """
                {"schema_version":1,"record_id":"acme/2026-11","billing_period_start":"2026-11-01","billing_period_end":"2026-12-01","tenant_id":"acme","tenant_name":"acme, Inc.","namespace":"tenants","billable":"PureConnect","deployment":"Cloud","tier1_account_id":"T1-acme","tier2_account_id":"T2-acme","tier3_account_id":"T3-acme","external_id":"0042","source_id":"S-acme"}

                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void The_key_names_the_content()
    {
        var record = Render(Declared.Cloud("acme"));

        record.Sha256.Should().Be(Bucket.Sha256(record.Content.ToArray()));
        record.Key.Should().Be($"billing/pureconnect/billing_period=2026-11/tenants/acme/{record.Sha256[..16]}.json");
    }

    [Fact]
    public void Blank_ids_are_empty_strings_whether_absent_or_empty()
    {
        var absent = Declared.OnPremises("acme");
        var empty = absent with
        {
            Spec = absent.Spec with { Billing = absent.Spec.Billing! with { Tier1AccountId = "", SourceId = "" } },
        };

        Render(empty).Content.ToArray().Should().Equal(Render(absent).Content.ToArray());
    }

    [Fact]
    public void Labels_and_versions_of_the_object_do_not_change_the_record()
    {
        var tenant = Declared.Cloud("acme");
        var relabelled = tenant with
        {
            Generation = 7,
            Labels = new Dictionary<string, string> { ["tier"] = "gold" },
            CreatedAt = DateTimeOffset.UnixEpoch,
        };

        Render(relabelled).Key.Should().Be(Render(tenant).Key);
    }

    private static RenderedRecord Render(Billing.Tenants.TenantDeclaration tenant) =>
        RecordRenderer.Render(RecordRenderer.Describe(tenant, Bucket.Spec().Period), Layout);
}
