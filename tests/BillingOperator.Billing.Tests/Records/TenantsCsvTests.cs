using System.Text;
using System.Text.Json.Nodes;
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

    /// <summary>A field that is added to the record and not to the table would be lost by a run that is taken up again.</summary>
    [Fact]
    public void The_columns_are_the_fields_of_the_record_in_its_order()
    {
        var record = EveryFieldAnother();
        var json = JsonNode.Parse(RecordRenderer.Render(record, Bucket.Spec().Layout).Content.Span)!.AsObject();

        RecordColumn
            .All.Select(column => (column.Name, column.Get(record)))
            .Should()
            .Equal(json.Select(field => (field.Key, field.Value!.ToString())));
    }

    [Fact]
    public void Each_column_fills_its_own_field()
    {
        var record = EveryFieldAnother();

        RecordColumn
            .All.Aggregate(BillingRecord.Blank, (filled, column) => column.Set(filled, column.Get(record)))
            .Should()
            .Be(record);
        TenantsCsv.Read("key", TenantsCsv.Write([record])).Should().Equal(record);
    }

    [Theory]
    [InlineData("Contoso", "Contoso")]
    [InlineData("", "")]
    [InlineData("Contoso, Inc.", "\"Contoso, Inc.\"")]
    [InlineData("The \"Contoso\"", "\"The \"\"Contoso\"\"\"")]
    [InlineData(" Contoso", "\" Contoso\"")]
    [InlineData("Contoso ", "\"Contoso \"")]
    [InlineData("Con toso; | 'x' #1", "Con toso; | 'x' #1")]
    [InlineData("=1+1", "=1+1")]
    [InlineData("-@0042", "-@0042")]
    [InlineData("\u00A0Übergröße 😀", "\u00A0Übergröße 😀")]
    public void A_field_is_quoted_where_it_must_be_and_nowhere_else(string name, string field)
    {
        var csv = Encoding.UTF8.GetString(TenantsCsv.Write([Describe("acme") with { TenantName = name }]).Span);

        csv.Should().Contain($"\r\n1,acme/2026-11,2026-11-01,2026-12-01,acme,{field},tenants,PureConnect,");
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

    [Fact]
    public void An_empty_object_is_refused()
    {
        var read = () => TenantsCsv.Read("key", ReadOnlyMemory<byte>.Empty);

        read.Should().Throw<InvalidDataException>();
    }

    [Theory]
    [InlineData(",S-acme\r\n", "\r\n")]
    [InlineData("\"acme, Inc.\"", "\"acme, Inc.")]
    [InlineData("\r\n1,", "\r\none,")]
    [InlineData("\r\n1,", "\r\n99999999999,")]
    public void A_damaged_row_is_refused(string text, string damage)
    {
        var whole = Encoding.UTF8.GetString(TenantsCsv.Write([Describe("acme")]).Span);

        var read = () =>
            TenantsCsv.Read("key", Encoding.UTF8.GetBytes(whole.Replace(text, damage, StringComparison.Ordinal)));

        read.Should().Throw<InvalidDataException>().WithMessage("object key is no table of billing records*");
    }

    private static BillingRecord EveryFieldAnother() =>
        new()
        {
            SchemaVersion = 7,
            RecordId = "record",
            BillingPeriodStart = "start",
            BillingPeriodEnd = "end",
            TenantId = "id",
            TenantName = "name",
            Namespace = "namespace",
            Billable = "billable",
            Deployment = "deployment",
            Tier1AccountId = "tier 1",
            Tier2AccountId = "tier 2",
            Tier3AccountId = "tier 3",
            ExternalId = "external",
            SourceId = "source",
        };

    private static BillingRecord Describe(string id) =>
        RecordRenderer.Describe(Declared.Cloud(id), Bucket.Spec().Period);
}
