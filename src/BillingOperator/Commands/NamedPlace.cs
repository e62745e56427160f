using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Commands;

/// <summary>A bucket or folder that was opened.</summary>
/// <param name="Store">The store; whoever opened it disposes of it.</param>
/// <param name="Location">Where it is, for people.</param>
/// <param name="Prefix">What all keys start with; <see langword="null"/> for nothing.</param>
internal sealed record NamedPlace(IOpenStore Store, string Location, string? Prefix);
