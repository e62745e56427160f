namespace BillingOperator.Billing.Records;

/// <summary>What an object key says, read from the <see cref="BucketLayout"/> backwards.</summary>
/// <param name="Prefix">What stands before the event; empty for nothing.</param>
/// <param name="Event">Name of the <c>BillingEvent</c>.</param>
/// <param name="Period">The billing period, such as <c>2026-11</c>.</param>
/// <param name="Name">The key within the period, such as <c>latest.json</c>.</param>
public sealed record BucketKey(string Prefix, string Event, string Period, string Name)
{
    private const int HexDigits = 16;
    private const string Extension = ".json";

    /// <summary>Where the objects of the period are.</summary>
    public BucketLayout Layout => new(Prefix, Event, Period);

    /// <summary>Whether it is the pointer to the newest committed run.</summary>
    public bool IsLatest => Name == BucketLayout.LatestName;

    /// <summary>Whether it is that of a record.</summary>
    public bool IsRecord =>
        Name.Split('/') is ["tenants", { Length: > 0 }, { Length: HexDigits + 5 } file]
        && file.EndsWith(Extension, StringComparison.Ordinal)
        && file[..HexDigits].All(char.IsAsciiHexDigitLower);

    /// <summary>The run whose manifest it is; <see langword="null"/> where it is none.</summary>
    public string? RunOfManifest => RunOf("manifest.json");

    /// <summary>The run whose table it is; <see langword="null"/> where it is none.</summary>
    public string? RunOfTable => RunOf("tenants.csv");

    /// <summary>Reads a key.</summary>
    /// <returns><see langword="null"/> where it is not in the folder of a billing period.</returns>
    public static BucketKey? Parse(string key)
    {
        var mark = key.IndexOf("/" + BucketLayout.PeriodMark, StringComparison.Ordinal);
        var end = mark < 0 ? -1 : key.IndexOf('/', mark + 1);
        if (mark <= 0 || end < 0)
        {
            return null;
        }
        var start = key.LastIndexOf('/', mark - 1) + 1;
        var read = new BucketKey(
            key[..Math.Max(start - 1, 0)],
            key[start..mark],
            key[(mark + 1 + BucketLayout.PeriodMark.Length)..end],
            key[(end + 1)..]
        );
        // Empty segments are no part of the layout.
        return read.Event.Length > 0 && key.StartsWith(read.Layout.Folder, StringComparison.Ordinal) ? read : null;
    }

    /// <summary>
    /// Where this object is in a period that was copied elsewhere: the same event and period, below another prefix perhaps.
    /// </summary>
    /// <returns><see langword="null"/> where it belongs to another event or period.</returns>
    public string? In(BucketLayout period) =>
        Event == period.Event && Period == period.Period ? period.Folder + Name : null;

    private string? RunOf(string file) =>
        Name.Split('/') is ["runs", { Length: > 0 } run, var name] && name == file ? run : null;
}
