namespace BillingOperator.Billing.Tests.Scheduling.Oracle;

/// <summary>A question: the first slot of an expression in a zone after a moment.</summary>
internal sealed record CronCase(string Expression, TimeZoneInfo Zone, DateTimeOffset After);
