namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>How this process comes to lead, and stops leading.</summary>
internal interface ILeaderElector : ILeadership
{
    /// <summary>Who acts, for people.</summary>
    string Standing { get; }

    /// <summary>Waits until this process leads.</summary>
    Task AcquireAsync(CancellationToken cancellationToken);

    /// <summary>Goes on leading; ends only by cancellation or loss.</summary>
    /// <exception cref="LeaseLostException">This process leads no longer.</exception>
    Task HoldAsync(CancellationToken cancellationToken);

    /// <summary>Stops leading at once; where nothing of this process writes any more, others may take over at once too.</summary>
    /// <param name="release">Whether nothing writes any more.</param>
    Task ResignAsync(bool release);
}
