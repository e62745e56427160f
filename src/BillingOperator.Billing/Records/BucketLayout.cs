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
    private readonly string _period = $"{Root(prefix)}{eventName}/billing_period={periodId}/";

    /// <summary>Common beginning of the keys of the period's records.</summary>
    public string RecordsPrefix => _period + "tenants/";

    /// <summary>The pointer to the newest committed run.</summary>
    public string LatestKey => _period + "latest.json";

    /// <summary>Key of a record; it names the content, so that it is written once.</summary>
    public string RecordKey(string tenantId, string sha256) => $"{RecordsPrefix}{tenantId}/{sha256[..16]}.json";

    /// <summary>Key of a run's table.</summary>
    public string CsvKey(string runId) => $"{_period}runs/{runId}/tenants.csv";

    /// <summary>Key of a run's manifest.</summary>
    public string ManifestKey(string runId) => $"{_period}runs/{runId}/manifest.json";

    /// <summary>Key of the one small object by which a probe proves that it may write.</summary>
    public static string ProbeKey(string? prefix) => Root(prefix) + ".billing-operator-probe";

    /// <summary>Whether a key is that of a pointer directly below a prefix, of whatever event and period.</summary>
    public static bool IsLatestKey(string? prefix, string key) =>
        key.StartsWith(Root(prefix), StringComparison.Ordinal)
        && key[Root(prefix).Length..].Split('/') is [_, var period, "latest.json"]
        && period.StartsWith("billing_period=", StringComparison.Ordinal);

    /// <summary>Common beginning of all keys below a prefix.</summary>
    public static string Root(string? prefix) => string.IsNullOrEmpty(prefix) ? "" : prefix.TrimEnd('/') + "/";
}
