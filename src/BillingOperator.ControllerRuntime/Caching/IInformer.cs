namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>What the host and the health checks need to know of an informer, whatever its kind.</summary>
internal interface IInformer
{
    /// <summary>The kind.</summary>
    string Kind { get; }

    /// <summary>Ends when the first list is in.</summary>
    Task Synced { get; }

    /// <summary>Time since the watch last showed a sign of life.</summary>
    TimeSpan Silence { get; }

    /// <summary>Lists and watches until it is cancelled.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
