namespace BillingOperator.Api.Events;

/// <summary>What the landlord declares of the billing process.</summary>
public sealed record BillingEventSpec
{
    /// <summary>Whether the billing process is on; <see langword="false"/> where absent.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The billing server to upload to; the one named <c>default</c> where absent.</summary>
    public ServerSettingsRef? ServerSettingsRef { get; init; }

    /// <summary>Five-field cron, or <c>@daily</c> and friends; absent means no schedule.</summary>
    public string? Schedule { get; init; }

    /// <summary>IANA zone of the schedule and of the billing periods; <c>Etc/UTC</c> where absent.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether enabling starts a run; <see langword="true"/> where absent.</summary>
    public bool? RunOnEnable { get; init; }

    /// <summary><c>Monthly</c> (default) or <c>Daily</c>.</summary>
    public string? BillingPeriod { get; init; }

    /// <summary>Which tenants take part; all where absent.</summary>
    public LabelSelector? TenantSelector { get; init; }

    /// <summary>How late a missed slot may still run, in seconds; 86400 where absent.</summary>
    public int? StartingDeadlineSeconds { get; init; }

    /// <summary>Parallel uploads, 1–256; 32 where absent.</summary>
    public int? UploadConcurrency { get; init; }

    /// <summary>Runs kept in <c>status.history</c>, 1–100; 10 where absent.</summary>
    public int? HistoryLimit { get; init; }
}
