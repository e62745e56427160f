using BillingOperator.Api.Reasons;

namespace BillingOperator.Billing.Planning;

/// <summary>Something that the planner decided and a person should hear of.</summary>
/// <param name="Reason">One of <see cref="BillingEventReasons"/>.</param>
/// <param name="Message">What was decided, why, and what to do.</param>
/// <param name="IsWarning">Whether something was left undone.</param>
public readonly record struct PlanNotice(string Reason, string Message, bool IsWarning);
