namespace BillingOperator.Commands;

/// <summary>What <c>request</c> is asked for.</summary>
/// <param name="Event">Name of the <c>BillingEvent</c>.</param>
/// <param name="Period">The billing period; <see langword="null"/> for the current one.</param>
/// <param name="Wait">Whether to follow the run to its end.</param>
internal sealed record RunRequestOptions(string Event, string? Period, bool Wait);
