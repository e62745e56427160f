using System.Text;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Tests.Runs;
using FsCheck;
using FsCheck.Fluent;

namespace BillingOperator.Billing.Tests.Records;

public sealed class TenantsCsvTests
{
    [Fact]
    public void The_table_is_rfc_4180_with_the_records_field_names()
    {
        var csv = Encoding.UTF8.GetString(TenantsCsv.Write([Describe("acme"), Describe("globex")]).Span);

        csv.Should()
            .Be(
                "schema_version,record_id,billing_period_start,billing_period_end,tenant_id,tenant_name,namespace,billable,"
                    + "deployment,tier1_account_id,tier2_account_id,tier3_account_id,external_id,source_id\r\n"
                    + "1,acme/2026-11,2026-11-01,2026-12-01,acme,\"acme, Inc.\",tenants,PureConnect,Cloud,T1-acme,T2-acme,"
                    + "T3-acme,0042,S-acme\r\n"
                    + "1,globex/2026-11,2026-11-01,2026-12-01,globex,\"globex, Inc.\",tenants,PureConnect,Cloud,T1-globex,"
                    + "T2-globex,T3-globex,0042,S-globex\r\n"
            );
    }

    [Fact]
    public void What_is_read_is_what_was_written_for_every_name_that_the_rules_allow()
    {
        var texts = ArbMap
            .Default.ArbFor<NonNull<string>>()
            .Generator.Select(text => new string([.. text.Get.Where(c => !char.IsSurrogate(c) && !char.IsControl(c))]));
        var records = texts.Select(text => Describe("acme") with { TenantName = text, ExternalId = "0" + text });

        Prop.ForAll(
                records.ListOf().ToArbitrary(),
                written => TenantsCsv.Read("key", TenantsCsv.Write(written)).SequenceEqual(written)
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Something_else_is_refused()
    {
        var read = () => TenantsCsv.Read("key", "schema_version\r\nx\r\n"u8.ToArray());

        read.Should().Throw<InvalidDataException>();
    }

    private static BillingRecord Describe(string id) =>
        RecordRenderer.Describe(Declared.Cloud(id), Bucket.Spec().Period);
}
