namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>Another replica took the lease, or it could not be renewed in time.</summary>
internal sealed class LeaseLostException(string message) : InvalidOperationException(message);
