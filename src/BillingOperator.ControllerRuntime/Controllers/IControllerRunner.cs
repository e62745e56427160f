namespace BillingOperator.ControllerRuntime.Controllers;

/// <summary>What the host needs to know of a controller's workers, whatever the kind.</summary>
internal interface IControllerRunner
{
    /// <summary>Begins to listen to the caches. Called once, before these start.</summary>
    void Attach();

    /// <summary>Reconciles all objects, and then those that change, until it is stopped.</summary>
    /// <param name="cancellationToken">Cancels running reconciles too; stops at once.</param>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Starts no more reconciles.</summary>
    /// <returns>Ends when those that run have ended.</returns>
    Task StopAsync();
}
