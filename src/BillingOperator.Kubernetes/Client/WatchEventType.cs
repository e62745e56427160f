namespace BillingOperator.Kubernetes.Client;

/// <summary>What a watch event reports.</summary>
public enum WatchEventType
{
    /// <summary>The object is new.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone; the event carries its last state.</summary>
    Deleted,

    /// <summary>Nothing happened up to the carried version: the watch may resume from there.</summary>
    Bookmark,
}
