namespace BillingOperator.ControllerRuntime.Eventing;

/// <summary>What kind of news an event is.</summary>
public enum EventType
{
    /// <summary>All is going well.</summary>
    Normal,

    /// <summary>Somebody should look.</summary>
    Warning,
}
