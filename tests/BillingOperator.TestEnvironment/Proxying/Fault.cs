namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>What happens to a request in place of being forwarded. <see cref="Faults" /> has the usual ones.</summary>
public delegate Task Fault(Exchange exchange);
