namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>The server took a streaming list for a plain watch: it does not know it.</summary>
internal sealed class StreamingListException()
    : NotSupportedException("the server answered a streaming list without saying where the list ends");
