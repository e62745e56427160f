namespace BillingOperator.Billing.Records;

/// <summary>
/// Where things are in the bucket. Keys are built from validated parts only: prefix, event name, period id, tenant id,
/// run id and hex digits.
/// </summary>
/// <param name="prefix">The settings' prefix, without slashes at its ends; <see langword="null"/> or empty for none.</param>
/// <param name="eventName">Name of the <c>BillingEvent</c>.</param>
/// <param name="periodId">The billing period, such as <c>2026-11</c>.</param>
public sealed class BucketLayout(string? prefix, string eventName, string periodId)
{
    /// <summary>How the folder of a period begins.</summary>
    internal const string PeriodMark = "billing_period=";

    /// <summary>The pointer's name within its period.</summary>
    internal const string LatestName = "latest.json";

    /// <summary>Name of the <c>BillingEvent</c>.</summary>
    public string Event => eventName;

    /// <summary>The billing period, such as <c>2026-11</c>.</summary>
    public string Period => periodId;

    /// <summary>Common beginning of all keys of the period.</summary>
    public string Folder { get; } = $"{Root(prefix)}{eventName}/{PeriodMark}{periodId}/";

    /// <summary>Common beginning of the keys of the period's records.</summary>
    public string RecordsPrefix => Folder + "tenants/";

    /// <summary>Common beginning of the keys of the period's runs.</summary>
    public string RunsPrefix => Folder + "runs/";

    /// <summary>The pointer to the newest committed run.</summary>
    public string LatestKey => Folder + LatestName;

    /// <summary>Key of a record; it names the content, so that it is written once.</summary>
    public string RecordKey(string tenantId, string sha256) => $"{RecordsPrefix}{tenantId}/{sha256[..16]}.json";

    /// <summary>Key of a run's table.</summary>
    public string CsvKey(string runId) => $"{RunsPrefix}{runId}/tenants.csv";

    /// <summary>Key of a run's manifest.</summary>
    public string ManifestKey(string runId) => $"{RunsPrefix}{runId}/manifest.json";

    /// <summary>Key of the one small object by which a probe proves that it may write.</summary>
    public static string ProbeKey(string? prefix) => Root(prefix) + ".billing-operator-probe";

    /// <summary>Whether a key is that of a pointer directly below a prefix, of whatever event and period.</summary>
    public static bool IsLatestKey(string? prefix, string key) =>
        key.StartsWith(Root(prefix), StringComparison.Ordinal)
        && key[Root(prefix).Length..].Split('/') is [_, var period, LatestName]
        && period.StartsWith(PeriodMark, StringComparison.Ordinal);

    /// <summary>Common beginning of all keys below a prefix.</summary>
    public static string Root(string? prefix) => string.IsNullOrEmpty(prefix) ? "" : prefix.TrimEnd('/') + "/";
}
