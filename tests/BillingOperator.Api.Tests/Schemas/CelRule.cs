namespace BillingOperator.Api.Tests.Schemas;

/// <summary>An entry of <c>x-kubernetes-validations</c>.</summary>
internal sealed record CelRule(string Rule, string Message);
