namespace BillingOperator.ControllerRuntime.Health;

/// <summary>Which health checks belong to which probe.</summary>
public static class HealthTags
{
    /// <summary>Liveness: the process is stuck, and a restart helps.</summary>
    public const string Live = "live";

    /// <summary>Readiness: the process does its work, or stands by to do it.</summary>
    public const string Ready = "ready";
}
