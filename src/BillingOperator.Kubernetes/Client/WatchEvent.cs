namespace BillingOperator.Kubernetes.Client;

/// <summary>One event of a watch.</summary>
/// <typeparam name="TEntity">The class of the objects.</typeparam>
/// <param name="Type">What happened.</param>
/// <param name="Entity">The object; of a bookmark only the resource version and annotations mean something.</param>
public readonly record struct WatchEvent<TEntity>(WatchEventType Type, TEntity Entity);
