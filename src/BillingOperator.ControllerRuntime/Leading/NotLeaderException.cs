namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>A write was held back because this process does not hold the lease, or not for certain.</summary>
public sealed class NotLeaderException() : Exception("this replica does not hold the lease; nothing was written");
