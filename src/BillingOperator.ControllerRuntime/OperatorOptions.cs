namespace BillingOperator.ControllerRuntime;

/// <summary>How the operator presents itself to the cluster, and its patience. The defaults are client-go's.</summary>
public sealed class OperatorOptions
{
    /// <summary>Name of the operator: field manager of its writes and source of its events. At most 128 characters.</summary>
    public string Name { get; set; } = "operator";

    /// <summary>The operator's own namespace, where its lease is.</summary>
    public string Namespace { get; set; } = "default";

    /// <summary>Whether replicas agree on a leader. Without, this process always leads: only for a single replica.</summary>
    public bool LeaderElection { get; set; } = true;

    /// <summary>Name of the lease; <see langword="null"/>, the default, for the operator's name.</summary>
    public string? LeaseName { get; set; }

    /// <summary>
    /// This replica among the others. It must differ after a restart: the default is the host name and a random part.
    /// </summary>
    public string Identity { get; set; } = $"{Environment.MachineName}_{Guid.NewGuid():N}";

    /// <summary>How long the others wait for a silent leader before one of them takes over.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader tries to renew before it gives up; shorter than the lease.</summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two renewals of the lease; the others look at it twice as often.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long running reconciles, and after them the leader tasks, may take to end on stop (each). All of the stop fits
    /// into Kubernetes' 30 s then.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the count of a repeated event is refreshed at most.</summary>
    public TimeSpan EventSeriesInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the server keeps a watch open at least, and at random up to twice as long. Until then it may say nothing: a
    /// connection that is dead is noticed by pings (client-go: reflector.go, minWatchTimeout).
    /// </summary>
    public TimeSpan WatchTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After how long without any sign of life a watch counts as stalled, and the process as not alive. Longer than the
    /// longest watch: on a quiet server its end is the only sign.
    /// </summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(15);

    internal void Validate()
    {
        if (RetryPeriod <= TimeSpan.Zero || RenewDeadline <= RetryPeriod || LeaseDuration <= RenewDeadline)
        {
            throw new ArgumentException(
                $"{nameof(RetryPeriod)} {RetryPeriod} must be shorter than {nameof(RenewDeadline)} {RenewDeadline}, "
                    + $"and that shorter than {nameof(LeaseDuration)} {LeaseDuration}"
            );
        }
    }
}
