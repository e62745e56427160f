namespace BillingOperator.Tests.EndToEnd;

/// <summary>
/// An installation whose CRDs have no CEL rules, for tests of tenants with mistakes: they reach the operator where the API
/// server is older than 1.25, or the tenants are older than the rules.
/// </summary>
public class RulelessInstallation : Installation
{
    protected override bool HasRules => false;
}
