namespace BillingOperator.ControllerRuntime.Controllers;

/// <summary>How a reconcile ended.</summary>
public enum ReconciliationOutcome
{
    /// <summary>All is as it should be.</summary>
    Success,

    /// <summary>It did not work, and may work later: retried.</summary>
    Failure,

    /// <summary>It cannot work as long as the object stays as it is: not retried.</summary>
    Terminal,
}
