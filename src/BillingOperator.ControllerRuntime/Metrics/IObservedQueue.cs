namespace BillingOperator.ControllerRuntime.Metrics;

/// <summary>What the metrics say of a work queue.</summary>
internal interface IObservedQueue
{
    /// <summary>Name of its controller.</summary>
    string Name { get; }

    /// <summary>Keys that are ready and wait for a worker.</summary>
    int Depth { get; }

    /// <summary>How long each key that is being processed has taken so far.</summary>
    IReadOnlyList<TimeSpan> Unfinished();
}
