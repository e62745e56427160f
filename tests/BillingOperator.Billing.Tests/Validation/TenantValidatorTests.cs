using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Tests.Validation;

public sealed class TenantValidatorTests
{
    private static readonly TenantBilling Cloud = new()
    {
        Billable = Billable.PureConnect,
        Deployment = Deployment.Cloud,
        Tier1AccountId = "0011",
        Tier2AccountId = "T2-7",
        Tier3AccountId = "t3",
        ExternalId = "EXT 9",
        SourceId = "5",
    };

    private static readonly string[] IdFields =
    [
        "spec.billing.tier1AccountId",
        "spec.billing.tier2AccountId",
        "spec.billing.tier3AccountId",
        "spec.billing.externalId",
        "spec.billing.sourceId",
    ];

    [Fact]
    public void Billable_cloud_tenant_with_all_ids_is_valid() => Errors(Cloud).Should().BeEmpty();

    [Fact]
    public void A_tenant_without_billing_is_valid() => Validate(new TenantSpec()).Should().BeEmpty();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Each_blank_id_of_a_billable_cloud_tenant_is_its_own_error(string? blank)
    {
        var errors = Errors(WithAllIds(Cloud, blank));

        errors.Select(error => $"{error.Field}").Should().Equal(IdFields);
        errors.Should().OnlyContain(error => error.Message.Contains("is required for a billable cloud tenant"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void On_premises_tenant_with_blank_ids_is_valid(string? blank) =>
        Errors(WithAllIds(Cloud with { Deployment = Deployment.OnPremises }, blank)).Should().BeEmpty();

    [Fact]
    public void Each_filled_id_of_an_on_premises_tenant_is_told_to_be_left_blank()
    {
        var errors = Errors(Cloud with { Deployment = Deployment.OnPremises });

        errors.Select(error => $"{error.Field}").Should().Equal(IdFields);
        errors[0].Message.Should().Be("is \"0011\": leave it blank for an on-premises tenant");
    }

    [Fact]
    public void A_billable_tenant_needs_a_deployment_and_nothing_is_guessed_without_it() =>
        Errors(WithAllIds(Cloud with { Deployment = null }, null))
            .Should()
            .Equal(
                new FieldError(
                    FieldPath.Of("spec", "billing", "deployment"),
                    "is required for a billable tenant: enter Cloud or OnPremises"
                )
            );

    [Theory]
    [InlineData(null, null)]
    [InlineData(Billable.NotBillable, null)]
    [InlineData(Billable.NotBillable, Deployment.Cloud)]
    [InlineData(Billable.NotBillable, Deployment.OnPremises)]
    public void A_tenant_that_is_not_billable_may_keep_any_well_formed_ids(string? billable, string? deployment)
    {
        Errors(Cloud with { Billable = billable, Deployment = deployment, SourceId = null }).Should().BeEmpty();
    }

    [Fact]
    public void A_tenant_that_is_not_billable_must_be_well_formed_too() =>
        Errors(
                new TenantBilling
                {
                    Billable = Billable.NotBillable,
                    Deployment = "Moon",
                    SourceId = "-5",
                }
            )
            .Select(error => $"{error.Field}")
            .Should()
            .Equal("spec.billing.deployment", "spec.billing.sourceId");

    [Theory]
    [InlineData("pureconnect")]
    [InlineData("Yes")]
    [InlineData("")]
    public void Only_the_two_values_of_the_drop_down_are_taken(string billable) =>
        Errors(new TenantBilling { Billable = billable })
            .Should()
            .ContainSingle()
            .Which.Should()
            .Be(
                new FieldError(
                    FieldPath.Of("spec", "billing", "billable"),
                    $"is \"{billable}\": use PureConnect or NotBillable, exactly so, or leave the field out"
                )
            );

    [Theory]
    [InlineData(Billable.PureConnect, "is \"Moon\": use Cloud or OnPremises, exactly so")]
    [InlineData(Billable.NotBillable, "is \"Moon\": use Cloud or OnPremises, exactly so, or leave the field out")]
    public void A_deployment_can_be_left_out_only_where_it_is_not_required(string billable, string message) =>
        Errors(new TenantBilling { Billable = billable, Deployment = "Moon" })
            .Should()
            .ContainSingle()
            .Which.Message.Should()
            .Be(message);

    [Theory]
    [InlineData(" 12", "white space")]
    [InlineData("12 ", "white space")]
    [InlineData("12\n", "white space")]
    [InlineData("1\t2", "\"1\\u00092\"")]
    [InlineData("=1+1", "must start with a letter")]
    [InlineData("-12", "must start with a letter")]
    [InlineData("é12", "printable ASCII")]
    [InlineData("SRC-𠮷", "printable ASCII")]
    [InlineData("a\u00A0b", "printable ASCII")]
    [InlineData("a\u007F", "printable ASCII")]
    [InlineData("_12", "must start with a letter")]
    public void A_malformed_id_says_what_is_wrong(string id, string fragment) =>
        Errors(Cloud with { Tier2AccountId = id })
            .Should()
            .ContainSingle(error =>
                $"{error.Field}" == "spec.billing.tier2AccountId" && error.Message.Contains(fragment)
            );

    [Theory]
    [InlineData("0")]
    [InlineData("a=b; \"c\" 'd' \\ / & < > | ` ~ ! # % ^ {}")]
    public void An_id_is_opaque_beyond_its_first_character(string id) =>
        Errors(Cloud with { ExternalId = id }).Should().BeEmpty();

    [Fact]
    public void An_id_has_128_characters_at_most()
    {
        Errors(Cloud with { SourceId = new string('s', 128) }).Should().BeEmpty();
        Errors(Cloud with { SourceId = new string('s', 129) })
            .Should()
            .Equal(
                new FieldError(
                    FieldPath.Of("spec", "billing", "sourceId"),
                    "has 129 characters: shorten it to 128 or fewer"
                )
            );
    }

    [Theory]
    [InlineData("", "nothing that can be seen")]
    [InlineData("  \u3000", "nothing that can be seen")]
    [InlineData("\u0301", "nothing that can be seen")]
    [InlineData("\u3164\u2800", "nothing that can be seen")]
    [InlineData("a\u200Bb", "\"a\\u200Bb\"")]
    [InlineData("\uFEFFa", "\"\\uFEFFa\"")]
    [InlineData("\u202Ea", "\"\\u202Ea\"")]
    [InlineData("a\u2028b", "remove line breaks")]
    [InlineData("a\uE000", "private-use")]
    [InlineData("a\uDBC0\uDC00", "private-use")]
    [InlineData("a\u0378", "unassigned")]
    [InlineData("a\uFFFE", "unassigned")]
    [InlineData("=SUM(A1)", "formula")]
    [InlineData("+49", "formula")]
    [InlineData("-x", "formula")]
    [InlineData("@x", "formula")]
    [InlineData("a\nb", "\"a\\u000Ab\"")]
    public void A_display_name_must_be_fit_for_a_spreadsheet(string displayName, string fragment) =>
        Validate(new TenantSpec { DisplayName = displayName })
            .Should()
            .ContainSingle(error => $"{error.Field}" == "spec.displayName" && error.Message.Contains(fragment));

    [Theory]
    [InlineData("Ünïcödé GmbH & Co. KG")]
    [InlineData("株式会社 𠮷野家 🚀")]
    [InlineData("e\u0301")]
    public void A_display_name_may_be_in_any_script(string displayName) =>
        Validate(new TenantSpec { DisplayName = displayName }).Should().BeEmpty();

    [Fact]
    public void A_display_name_has_256_characters_at_most()
    {
        Validate(new TenantSpec { DisplayName = new string('x', 256) }).Should().BeEmpty();
        Validate(new TenantSpec { DisplayName = new string('x', 257) }).Should().ContainSingle();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Acme.Corp_01-b")]
    [InlineData("012345678901234567890123456789012345678901234567890123456789012")]
    public void A_tenant_id_of_the_right_shape_is_valid(string id) =>
        Validate(new TenantSpec { TenantId = id }).Should().BeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_tenant_id_of_another_shape_is_an_error(string id) =>
        Validate(new TenantSpec { TenantId = id }).Should().ContainSingle(error => $"{error.Field}" == "spec.tenantId");

    [Fact]
    public void A_name_too_long_to_be_the_tenant_id_asks_for_one()
    {
        var name = new string('n', 64);

        TenantValidator
            .Validate(new TenantSpec(), name)
            .Should()
            .ContainSingle(error => $"{error.Field}" == "spec.tenantId" && error.Message.StartsWith("is absent"));
        TenantValidator.Validate(new TenantSpec { TenantId = "n" }, name).Should().BeEmpty();
    }

    [Fact]
    public void Faults_in_several_fields_are_all_reported() =>
        Validate(
                new TenantSpec
                {
                    DisplayName = "=",
                    TenantId = "-",
                    Billing = Cloud with { Tier1AccountId = " ", SourceId = null },
                }
            )
            .Select(error => $"{error.Field}")
            .Should()
            .Equal("spec.displayName", "spec.tenantId", "spec.billing.tier1AccountId", "spec.billing.sourceId");

    private static IReadOnlyList<FieldError> Errors(TenantBilling billing) =>
        Validate(new TenantSpec { Billing = billing });

    private static IReadOnlyList<FieldError> Validate(TenantSpec spec) => TenantValidator.Validate(spec, "acme");

    private static TenantBilling WithAllIds(TenantBilling billing, string? id) =>
        billing with
        {
            Tier1AccountId = id,
            Tier2AccountId = id,
            Tier3AccountId = id,
            ExternalId = id,
            SourceId = id,
        };
}
