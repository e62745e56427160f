using BillingOperator.Api.Reasons;

namespace BillingOperator.Billing.Reports;

/// <summary>Why a run that a person started is not committed.</summary>
/// <param name="Reason">A reason of events, <see cref="BillingEventReasons"/>, or of stores, <see cref="StoreReasons"/>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record ManualRunFailure(string Reason, string Message);
