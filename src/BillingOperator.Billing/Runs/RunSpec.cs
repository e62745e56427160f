using BillingOperator.Api.Events;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Runs;

/// <summary>What a run is to do. A run that is taken up again after a crash has the same order.</summary>
public sealed record RunSpec
{
    /// <summary>Name of the <c>BillingEvent</c>.</summary>
    public required string Event { get; init; }

    /// <summary>Id of the run, unique among the runs of the event.</summary>
    public required string RunId { get; init; }

    /// <summary>What started it.</summary>
    public required string Trigger { get; init; }

    /// <summary>The moment that the run stands for.</summary>
    public required DateTimeOffset Slot { get; init; }

    /// <summary>The period that is billed.</summary>
    public required BillingPeriod Period { get; init; }

    /// <summary>
    /// Whether the period had ended when the run began: its records then hold what the tenants said later, and the manifest
    /// says so.
    /// </summary>
    public bool IsPeriodPast { get; init; }

    /// <summary>Which tenants take part; all where absent.</summary>
    public LabelSelector? TenantSelector { get; init; }

    /// <summary>The place that the run goes to, for receipts.</summary>
    public string? Location { get; init; }

    /// <summary>The settings' key prefix.</summary>
    public string? Prefix { get; init; }

    /// <summary>Name of the cluster, for the manifest.</summary>
    public required string Cluster { get; init; }

    /// <summary>UID of the cluster's namespace <c>kube-system</c>; <see langword="null"/> where it is not known.</summary>
    public string? ClusterUid { get; init; }

    /// <summary>
    /// Identity of the cluster whose prefix this one has taken over, which a pointer may still name;
    /// <see langword="null"/> for none.
    /// </summary>
    public string? TakenOver { get; init; }

    /// <summary>Version of the operator, for the manifest.</summary>
    public required string OperatorVersion { get; init; }

    /// <summary>Parallel uploads.</summary>
    public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>Parallel uploads where nothing else is said.</summary>
    public const int DefaultConcurrency = 32;

    /// <summary>Where the objects of the run are.</summary>
    public BucketLayout Layout => new(Prefix, Event, Period.Id);
}
