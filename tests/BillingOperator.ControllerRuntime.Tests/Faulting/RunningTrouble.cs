namespace BillingOperator.ControllerRuntime.Tests.Faulting;

/// <summary>A fault that has begun.</summary>
/// <param name="Hits">How often it struck so far.</param>
/// <param name="EndAsync">Ends it.</param>
internal sealed record RunningTrouble(Func<int> Hits, Func<Task> EndAsync);
