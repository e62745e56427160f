using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

/// <summary>Watches that are open and deliver nothing.</summary>
internal static class SilentWatches
{
    /// <summary>
    /// Silences all watches, also where the first one began with the list, and waits until the operator is back with one.
    /// </summary>
    public static async Task<FaultRule> BeginAsync(FaultProxy proxy)
    {
        var silent = proxy.Fail(request => request.IsWatch, Faults.FreezeAfter(0));
        proxy.BreakConnections();
        await Eventually.TrueAsync(() => silent.Hits > 0, "it watches again");
        return silent;
    }
}
