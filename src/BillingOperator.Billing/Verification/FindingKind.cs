namespace BillingOperator.Billing.Verification;

/// <summary>What was found.</summary>
public enum FindingKind
{
    /// <summary>There is something of the period, and no committed run.</summary>
    NothingCommitted,

    /// <summary>There are committed runs, and no <c>latest.json</c>.</summary>
    PointerMissing,

    /// <summary><c>latest.json</c> is not what the operator writes, or is about something else.</summary>
    PointerDamaged,

    /// <summary><c>latest.json</c> names an older run than the newest committed one.</summary>
    PointerBehind,

    /// <summary>The manifest that <c>latest.json</c> names is not there.</summary>
    ManifestMissing,

    /// <summary>A manifest is not what was committed.</summary>
    ManifestDamaged,

    /// <summary>The table of the run is not there.</summary>
    TableMissing,

    /// <summary>The table is not what the manifest says.</summary>
    TableDamaged,

    /// <summary>The table has no row of a record.</summary>
    RowMissing,

    /// <summary>The table has a row without a record.</summary>
    RowUnexpected,

    /// <summary>A row says something else than its record.</summary>
    RowDiffers,

    /// <summary>A record that the manifest names is not there.</summary>
    RecordMissing,

    /// <summary>A record has other bytes than the manifest says.</summary>
    RecordDamaged,

    /// <summary>A record is whole, and is that of another tenant or period, or no record.</summary>
    RecordForeign,

    /// <summary>There is a record that no manifest of the period names.</summary>
    RecordUnexpected,

    /// <summary>There is an object that the operator does not write.</summary>
    ObjectUnexpected,

    /// <summary>The event's status tells of another manifest than the bucket has.</summary>
    StatusDiffers,

    /// <summary>A tenant is to be billed, and has no record.</summary>
    TenantNotBilled,

    /// <summary>A tenant has a record, and is not to be billed.</summary>
    TenantBilledUnduly,

    /// <summary>An object could not be read.</summary>
    Unreadable,

    /// <summary>A manifest was written by a newer version of the operator, in a layout that this one does not know.</summary>
    NewerSchema,

    /// <summary>Nothing shows that the manifest is as it was committed: <c>latest.json</c> does not name its SHA-256.</summary>
    ManifestUnproved,

    /// <summary>A run has a table and no manifest.</summary>
    RunBrokenOff,

    /// <summary>The run left a tenant out.</summary>
    TenantSkipped,

    /// <summary>A tenant is meant to be billed, and is invalid now.</summary>
    TenantInvalid,

    /// <summary>A tenant was created, changed or put right since the run.</summary>
    TenantChanged,

    /// <summary>No run of the period has been due yet.</summary>
    NotYetBilled,

    /// <summary>The manifest has a note.</summary>
    ManifestNote,
}
