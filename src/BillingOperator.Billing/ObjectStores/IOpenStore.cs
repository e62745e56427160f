namespace BillingOperator.Billing.ObjectStores;

/// <summary>A store with connections of its own; whoever opened it disposes of it.</summary>
public interface IOpenStore : IObjectStore, IDisposable;
