using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>The rules of <c>Tenant</c> (guide: Tenant Management page).</summary>
public static class TenantValidator
{
    private const int MaxDisplayName = 256;

    private static readonly FieldPath DisplayNameField = FieldPath.Of("spec", "displayName");
    private static readonly FieldPath BillingField = FieldPath.Of("spec", "billing");
    private static readonly FieldPath BillableField = BillingField.Child("billable");
    private static readonly FieldPath DeploymentField = BillingField.Child("deployment");

    /// <summary>The field that holds the tenant's identity.</summary>
    internal static FieldPath TenantIdField { get; } = FieldPath.Of("spec", "tenantId");

    /// <summary>
    /// Every error of a tenant, each at its own field; none means valid. Blank is the same as absent for account ids.
    /// </summary>
    /// <param name="spec">What was declared.</param>
    /// <param name="name">The object's name, which is the tenant id where the spec has none.</param>
    public static IReadOnlyList<FieldError> Validate(TenantSpec spec, string name)
    {
        var errors = new FieldErrorList();
        errors.Check(DisplayNameField, spec.DisplayName, FindDisplayNameError);
        errors.Check(TenantIdField, spec.TenantId, TenantId.FindError);
        if (spec.TenantId is null)
        {
            errors.Check(TenantIdField, name, TenantId.FindErrorOfName);
        }

        CheckBilling(spec.Billing ?? new TenantBilling(), errors);
        return errors.Errors;
    }

    private static void CheckBilling(TenantBilling billing, FieldErrorList errors)
    {
        errors.CheckOneOf(BillableField, billing.Billable, Billable.PureConnect, Billable.NotBillable);
        var isBillable = billing.Billable == Billable.PureConnect;
        if (isBillable)
        {
            errors.CheckRequiredOneOf(
                DeploymentField,
                billing.Deployment,
                " for a billable tenant",
                Deployment.Cloud,
                Deployment.OnPremises
            );
        }
        else
        {
            errors.CheckOneOf(DeploymentField, billing.Deployment, Deployment.Cloud, Deployment.OnPremises);
        }

        CheckAccountId("tier1AccountId", billing.Tier1AccountId);
        CheckAccountId("tier2AccountId", billing.Tier2AccountId);
        CheckAccountId("tier3AccountId", billing.Tier3AccountId);
        CheckAccountId("externalId", billing.ExternalId);
        CheckAccountId("sourceId", billing.SourceId);

        void CheckAccountId(string field, string? id)
        {
            var path = BillingField.Child(field);
            if (string.IsNullOrEmpty(id))
            {
                if (isBillable && billing.Deployment == Deployment.Cloud)
                {
                    errors.Add(
                        path,
                        "is required for a billable cloud tenant: enter the id that your finance team gave you"
                    );
                }
            }
            else if (isBillable && billing.Deployment == Deployment.OnPremises)
            {
                errors.Add(path, $"is {Quoted.Text(id)}: leave it blank for an on-premises tenant");
            }
            else
            {
                errors.Check(path, id, AccountId.FindError);
            }
        }
    }

    private static string? FindDisplayNameError(string displayName)
    {
        if (TextRules.IsInvisible(displayName))
        {
            return $"is {Quoted.Text(displayName)}: holds nothing that can be seen: enter a name or leave the field out";
        }

        if (displayName[0] is '=' or '+' or '-' or '@')
        {
            return $"is {Quoted.Text(displayName)}: it must not start with =, +, - or @, "
                + "which a spreadsheet takes for a formula: put another character first";
        }

        return TextRules.FindTooLong(displayName, MaxDisplayName) ?? TextRules.FindNoText(displayName);
    }
}
