namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>A watch is open and delivers nothing, not even a bookmark.</summary>
internal sealed class SilentWatchException(TimeSpan silence)
    : TimeoutException($"no event and no bookmark for {silence}");
