namespace BillingOperator.Billing.Records;

/// <summary>How many records a manifest speaks of.</summary>
/// <param name="Records">Records named.</param>
/// <param name="Uploaded">Of these, stored by the try that committed; the others were there already.</param>
/// <param name="Skipped">Tenants left out.</param>
/// <param name="Tenants">Tenants that there were.</param>
/// <param name="Selected">Of these, the ones that the event's selector matched.</param>
public sealed record ManifestCounts(int Records, int Uploaded, int Skipped, int Tenants, int Selected)
{
    /// <summary>Why a run without a record has none, and what to do.</summary>
    public string WhyNobody() =>
        Tenants == 0 ? "There is no tenant."
        : Selected == 0
            ? $"spec.tenantSelector matches none of the {Tenants} tenants: correct it, or the tenants' labels."
        : $"spec.tenantSelector matches {Selected} of the {Tenants} tenants, and none of these is both "
            + "billable and valid.";
}
