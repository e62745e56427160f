namespace BillingOperator.Billing.Tests.Scheduling.Oracle;

/// <summary>Two answers, in seconds since 1970; <see langword="null"/> where there is no slot.</summary>
internal sealed record CronAnswer(long? Croniter, long? Watched);
