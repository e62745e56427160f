namespace BillingOperator.Api.Reasons;

/// <summary>Reasons of a billing process beside those that a store gives, <see cref="StoreReasons"/>.</summary>
public static class BillingEventReasons
{
    /// <summary>The event is switched off.</summary>
    public const string Disabled = "Disabled";

    /// <summary>The event is on, and no run has ended yet.</summary>
    public const string Enabled = "Enabled";

    /// <summary>The newest run is committed.</summary>
    public const string LastRunSucceeded = "LastRunSucceeded";

    /// <summary>The newest run gave way to a newer one before it could be completed.</summary>
    public const string LastRunFailed = "LastRunFailed";

    /// <summary>The newest run was cancelled.</summary>
    public const string LastRunCancelled = "LastRunCancelled";

    /// <summary>The newest run is committed, and the event's selector matched no tenant.</summary>
    public const string NoTenantSelected = "NoTenantSelected";

    /// <summary>The newest run is committed, and none of the tenants that the selector matched is both billable and valid.</summary>
    public const string NoTenantBilled = "NoTenantBilled";

    /// <summary>The event has been deleted, and a finalizer holds the object.</summary>
    public const string BeingDeleted = "BeingDeleted";

    /// <summary>A field breaks a rule.</summary>
    public const string Invalid = "Invalid";

    /// <summary>The settings that the event names do not exist.</summary>
    public const string SettingsNotFound = "SettingsNotFound";

    /// <summary>The settings that the event names are not ready.</summary>
    public const string SettingsNotReady = "SettingsNotReady";

    /// <summary>The settings that the event names are new or changed, and nobody has looked at them yet.</summary>
    public const string SettingsNotYetProbed = "SettingsNotYetProbed";

    /// <summary>The tenants could not be read from the API server.</summary>
    public const string TenantsUnavailable = "TenantsUnavailable";

    /// <summary>A run failed in a way that has no reason of its own.</summary>
    public const string RunFailed = "RunFailed";

    /// <summary>No run is going on.</summary>
    public const string Idle = "Idle";

    /// <summary>A run is going on.</summary>
    public const string Uploading = "Uploading";

    /// <summary>A run waits for the billing server.</summary>
    public const string WaitsForSettings = "WaitsForSettings";

    /// <summary>A run that failed waits to be tried again.</summary>
    public const string WaitsForRetry = "WaitsForRetry";

    /// <summary>The newest request was accepted.</summary>
    public const string RequestAccepted = "RequestAccepted";

    /// <summary>The newest request was not carried out.</summary>
    public const string RequestRefused = "RequestRefused";

    /// <summary>A run is committed.</summary>
    public const string RunCommitted = "RunCommitted";

    /// <summary>A failing run gave way to a newer one.</summary>
    public const string RunSuperseded = "RunSuperseded";

    /// <summary>The event was disabled during a run.</summary>
    public const string RunCancelled = "RunCancelled";

    /// <summary>The settings name another place than the run's.</summary>
    public const string Moved = "Moved";

    /// <summary>Slots went by without a run of their own: a newer one stands for them, or they are too old.</summary>
    public const string SlotsMissed = "SlotsMissed";

    /// <summary>The clock was set back by so much that the schedule starts afresh.</summary>
    public const string ClockSetBack = "ClockSetBack";

    /// <summary>A person started the run without a cluster, and stopped it.</summary>
    public const string Interrupted = "Interrupted";

    private const string Ready = "BillingEvent Ready=True";
    private const string NotReady = "BillingEvent Ready=False";
    private const string Running = "BillingEvent Running=True";
    private const string NotRunning = "BillingEvent Running=False";
    private const string Reconciling = "BillingEvent Reconciling=True";
    private const string LastRun = "BillingEvent status.lastRun.reason";
    private const string Event = "BillingEvent Event";
    private const string ByHand = "billing-operator run";

    /// <summary>All of them, with meaning and remedy.</summary>
    public static IReadOnlyList<Reason> All { get; } =
    [
        new(
            Disabled,
            [Ready],
            "The billing process is off.",
            "Nothing to do, or set spec.enabled to true: it runs then, unless spec.runOnEnable is false."
        ),
        new(Enabled, [Ready], "The billing process is on, and no run of it has ended yet.", Reason.Nothing),
        new(
            LastRunSucceeded,
            [Ready],
            "The newest run has stored every expected record and committed its manifest. The message counts them, and "
                + "names tenants that were skipped.",
            "Nothing to do. If tenants were skipped, correct them and request a run."
        ),
        new(
            LastRunFailed,
            [Ready],
            "The newest run could not be completed and gave way. Its period is not complete unless a later run was for it.",
            "Request a run of that period, as the message says."
        ),
        new(
            LastRunCancelled,
            [Ready],
            "The newest run was cancelled. What is stored stays; the period is complete only if its manifest is there.",
            "If the period should be billed, enable the event and request a run of it."
        ),
        new(
            NoTenantSelected,
            [Ready],
            "The newest run succeeded, and its tenantSelector matches none of the tenants: its manifest and its CSV are empty.",
            "Correct spec.tenantSelector or the tenants' labels, unless nobody is meant to be billed."
        ),
        new(
            NoTenantBilled,
            [Ready],
            "The newest run succeeded, and none of the tenants that its tenantSelector matches is both billable and valid: its "
                + "manifest and its CSV are empty.",
            "Look at the reasons of these tenants (kubectl get bten -A), unless nobody is meant to be billed."
        ),
        new(
            BeingDeleted,
            [NotReady],
            "Somebody has deleted the event, and a finalizer still holds the object. It bills nobody.",
            "If it stays for long, look at metadata.finalizers."
        ),
        new(
            Invalid,
            [NotReady, "BillingEvent Stalled=True", NotRunning],
            "A field breaks a rule, so the event does not run.",
            "Correct each field that the message names; it says how."
        ),
        new(
            SettingsNotFound,
            [NotReady],
            "The BillingServerSettings that spec.serverSettingsRef names (default: default) do not exist.",
            "Create them, or correct the reference. The event goes on by itself then."
        ),
        new(
            SettingsNotReady,
            [NotReady],
            "The BillingServerSettings of the event are not ready; the message has their reason.",
            "Look that reason up. The event goes on by itself as soon as the settings are ready."
        ),
        new(
            SettingsNotYetProbed,
            [NotReady],
            "The BillingServerSettings of the event are new or changed, and their probe has not ended.",
            "Wait some seconds: the event goes on by itself."
        ),
        new(
            TenantsUnavailable,
            [NotReady],
            "The tenants, or what tells this cluster from others, could not be read from the API server, so the run did not start.",
            "Look at the API server, and at the operator's rights. It is tried again by itself."
        ),
        new(
            RunFailed,
            [NotReady],
            "The run failed in a way that has no reason of its own. It is tried again by itself.",
            "Look at the message and the operator's log. If it stays, report it with both."
        ),
        new(Idle, [NotRunning], "No run is going on.", Reason.Nothing),
        new(
            Uploading,
            [Running, Reconciling],
            "A run is going on; kubectl get bev -w shows how far it is.",
            Reason.Nothing
        ),
        new(
            WaitsForSettings,
            [NotRunning, Reconciling],
            "A run is to be done, and waits until its BillingServerSettings are ready.",
            "Look at the reason of Ready."
        ),
        new(
            WaitsForRetry,
            [NotRunning, Reconciling],
            "A run failed, and is tried again at status.activeRun.retryAt.",
            "Look at the reason of Ready. Any change of the event's spec tries again at once."
        ),
        new(
            RequestAccepted,
            ["BillingEvent RequestAccepted=True"],
            "The newest request became a run, or is part of one.",
            Reason.Nothing
        ),
        new(
            RequestRefused,
            ["BillingEvent RequestAccepted=False"],
            "The newest request was not carried out; the message says why.",
            "Correct that, then request with a new value: a value that was handled once is used up."
        ),
        new(RunCommitted, [Event], "A run has ended well; the message counts its records.", Reason.Nothing),
        new(
            RunSuperseded,
            [Event],
            "A run that kept failing gave way to a newer slot, or to a request for the same period.",
            "If they are of different billing periods, request the earlier one, as the message says."
        ),
        new(
            RunCancelled,
            [Event, LastRun],
            "The event was disabled or deleted while a run was going on.",
            "If the period should be billed, enable the event and request a run of it."
        ),
        new(
            Moved,
            [Event, LastRun],
            "The BillingServerSettings name another bucket, prefix or endpoint than the run's. A run that was going on is "
                + "cancelled and started again there; after a run that had ended, the event runs once more.",
            "Nothing to do. What is stored at the old place stays there."
        ),
        new(
            SlotsMissed,
            [Event],
            "Slots of the schedule went by while nobody could run them: the operator was away, or a run took long. The "
                + "newest of them stands for all, unless it is older than spec.startingDeadlineSeconds.",
            "If they are of another billing period, request it, as the message says."
        ),
        new(
            ClockSetBack,
            [Event, LastRun],
            "The clock was set back by more than an hour, so the schedule starts afresh. A run that the wrong clock had begun "
                + "is cancelled and started again.",
            "Check the time (NTP) of the nodes."
        ),
        new(
            Interrupted,
            [ByHand],
            "Whoever started the run stopped it. The records that it stored are there, and its period is not complete.",
            "Start it again: it goes on with what is missing."
        ),
    ];
}
