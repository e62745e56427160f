namespace BillingOperator.Api.Reasons;

/// <summary>Reasons of a tenant, as its conditions and the manifests in the bucket say them.</summary>
public static class TenantReasons
{
    /// <summary>The tenant is valid and billable.</summary>
    public const string Billable = "Billable";

    /// <summary>The tenant is valid and not billable.</summary>
    public const string NotBillable = "NotBillable";

    /// <summary>A field breaks a rule.</summary>
    public const string Invalid = "Invalid";

    /// <summary>An older tenant has the same tenant id.</summary>
    public const string DuplicateTenantId = "DuplicateTenantId";

    /// <summary>The id is free again, and was held by a tenant of another namespace.</summary>
    public const string TenantIdReleased = "TenantIdReleased";

    /// <summary>The record as it is now is in the bucket.</summary>
    public const string Uploaded = "Uploaded";

    /// <summary>No run has stored a record of the tenant.</summary>
    public const string NotYetUploaded = "NotYetUploaded";

    /// <summary>The record that is stored is not the record as it would be now.</summary>
    public const string Changed = "Changed";

    /// <summary>The record lies at a place that the settings do not name any more.</summary>
    public const string Moved = "Moved";

    /// <summary>No enabled event selects the tenant.</summary>
    public const string NotSelected = "NotSelected";

    /// <summary>The tenant is being deleted.</summary>
    public const string BeingDeleted = "BeingDeleted";

    private const string Ready = "Tenant Ready=True";
    private const string NotReady = "Tenant Ready=False";
    private const string Stalled = "Tenant Stalled=True";
    private const string IsUploaded = "Tenant Uploaded=True";
    private const string NotUploaded = "Tenant Uploaded=False";

    /// <summary>All of them, with meaning and remedy.</summary>
    public static IReadOnlyList<Reason> All { get; } =
    [
        new(
            Billable,
            [Ready],
            "The tenant is valid and billable. It takes part in the runs of every enabled BillingEvent that selects it.",
            Reason.Nothing
        ),
        new(
            NotBillable,
            [Ready, NotUploaded],
            "The tenant is valid and declared as not billable: there is nothing to upload.",
            "Nothing to do, or set spec.billing.billable to PureConnect."
        ),
        new(
            Invalid,
            [NotReady, Stalled, NotUploaded],
            "A field breaks a rule, so the tenant is not billed. The others are.",
            "Correct each field that the message names; it says how."
        ),
        new(
            DuplicateTenantId,
            [NotReady, Stalled, NotUploaded],
            "An older tenant, which the message names, has the same tenant id and keeps it.",
            "Delete one of the two. If it is another tenant, delete this one and create it with another spec.tenantId."
        ),
        new(
            TenantIdReleased,
            [NotReady, Stalled, NotUploaded],
            "The tenant id belonged to a tenant of another namespace, which is gone. This tenant does not inherit it in "
                + "silence, because it would be billed in the other's place.",
            "If this tenant should have the id, change anything in its spec: the next edit takes it. If not, delete the tenant."
        ),
        new(
            BeingDeleted,
            [NotReady, NotUploaded],
            "Somebody has deleted the tenant, and a finalizer still holds the object. It takes part in no run, and another "
                + "tenant may have its tenant id.",
            "If it stays for long, look at metadata.finalizers."
        ),
        new(
            Uploaded,
            [IsUploaded],
            "The record of the newest period is in the bucket, as it would be written now.",
            Reason.Nothing
        ),
        new(
            NotYetUploaded,
            [NotUploaded],
            "No run of an enabled BillingEvent that selects the tenant has stored its record.",
            "Wait for the next run (kubectl get bev shows when), or request one."
        ),
        new(
            Changed,
            [NotUploaded],
            "The tenant's record would differ from the one in the bucket, since the tenant was changed after the upload.",
            "Wait for the next run, or request one."
        ),
        new(
            Moved,
            [NotUploaded],
            "The record is in the bucket or below the prefix that the BillingServerSettings named before. They name "
                + "another place now.",
            "Wait: the BillingEvent runs once more by itself, to the new place."
        ),
        new(
            NotSelected,
            [NotUploaded],
            "The tenant is billable, and no enabled BillingEvent selects it.",
            "Enable a BillingEvent, or correct its spec.tenantSelector or the tenant's labels."
        ),
    ];
}
