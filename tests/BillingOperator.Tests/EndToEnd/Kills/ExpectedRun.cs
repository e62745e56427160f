using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace BillingOperator.Tests.EndToEnd.Kills;

/// <summary>What a run must have written if the tenants were in a certain state, without the product's code.</summary>
internal sealed class ExpectedRun
{
    private static readonly ConcurrentDictionary<(DeclaredTenant, DateOnly), byte[]?> Bytes = new();

    private readonly IReadOnlyList<DeclaredTenant> _tenants;
    private readonly DateOnly _month;

    /// <param name="state">The tenants.</param>
    /// <param name="month">The first day of the period.</param>
    public ExpectedRun(IEnumerable<DeclaredTenant> state, DateOnly month)
    {
        _month = month;
        _tenants =
        [
            .. state
                .Where(tenant => RecordBytes(tenant, month) is not null)
                .OrderBy(tenant => tenant.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The records by tenant id, sorted.</summary>
    public IEnumerable<(string Id, byte[] Bytes)> Records =>
        _tenants.Select(tenant => (tenant.Id, RecordBytes(tenant, _month)!));

    /// <summary>The table (RFC 4180).</summary>
    public byte[] Table()
    {
        var rows = _tenants.Select(tenant => tenant.Record(_month)!).ToList();
        var text = new StringBuilder();
        var header = new DeclaredTenant("", "").Record(_month)!;
        text.Append(string.Join(',', header.Select(field => field.Name))).Append("\r\n");
        foreach (var row in rows)
        {
            text.Append(string.Join(',', row.Select(field => Quoted(field.Value)))).Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[]? RecordBytes(DeclaredTenant tenant, DateOnly month) =>
        Bytes.GetOrAdd((tenant, month), key => key.Item1.RecordBytes(key.Item2));

    public static DateOnly Month(string period) => DateOnly.ParseExact(period, "yyyy-MM", CultureInfo.InvariantCulture);

    private static string Quoted(string value) =>
        value.Contains(',', StringComparison.Ordinal) ? $"\"{value}\"" : value;
}
