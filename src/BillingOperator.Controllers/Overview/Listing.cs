namespace BillingOperator.Controllers.Overview;

/// <summary>The objects of one kind that somebody may read.</summary>
/// <param name="Items">The objects; none where they could not be read.</param>
/// <param name="Failure">Why they could not be read, in a sentence; <see langword="null"/> where they could.</param>
/// <param name="Namespace">The one namespace they are of; <see langword="null"/> for all.</param>
public sealed record Listing<TEntity>(IReadOnlyList<TEntity> Items, string? Failure = null, string? Namespace = null);
