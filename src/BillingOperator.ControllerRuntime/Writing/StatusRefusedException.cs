namespace BillingOperator.ControllerRuntime.Writing;

/// <summary>
/// The API server does not take the status of one object as it is, and will not before something changes. It is logged and
/// counted already; a controller lets it pass, and is called again later.
/// </summary>
public sealed class StatusRefusedException(KubernetesException refusal)
    : Exception($"its status cannot be written: {refusal.Message}", refusal);
