namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>A change of one object in a cache.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
/// <param name="Before">The state before; <see langword="null"/> for a new object.</param>
/// <param name="After">The state after; <see langword="null"/> for a deleted object.</param>
internal readonly record struct EntityChange<TEntity>(TEntity? Before, TEntity? After)
    where TEntity : class;
