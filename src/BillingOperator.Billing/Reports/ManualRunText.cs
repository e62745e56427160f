using System.Globalization;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Reports;

/// <summary>What became of a run, for people. Names come from manifests, and may neither forge a line nor steer a terminal.</summary>
public static class ManualRunText
{
    private const int NamedSkips = 10;

    /// <summary>Writes the result: of a dry run each object too; the last lines say what it comes to.</summary>
    /// <param name="output">Takes the lines.</param>
    /// <param name="result">The result.</param>
    /// <param name="placeOf">Where a tenant is declared, such as <c>tenants.yaml:12</c>.</param>
    public static void Write(TextWriter output, ManualRunResult result, Func<SkippedTenant, string?> placeOf)
    {
        foreach (var line in Lines(result, placeOf))
        {
            VisibleText.Write(output, line);
            output.WriteLine();
        }
    }

    private static IEnumerable<string> Lines(ManualRunResult result, Func<SkippedTenant, string?> placeOf)
    {
        var title = $"BillingEvent {result.Event}{(result.Period is { } period ? $", {period}" : "")}";
        if (result.Failure is { } failure)
        {
            yield return $"{title}: {failure.Reason}: {failure.Message}";
        }
        if (result.Outcome is not { } outcome)
        {
            yield break;
        }
        foreach (var line in result.WouldWrite is { } keys ? Objects(outcome, keys) : [])
        {
            yield return line;
        }
        var manifest = outcome.Manifest;
        var isDry = result.WouldWrite is not null;
        yield return $"{title}: {(isDry ? "a dry run, nothing was written" : "committed")}";
        foreach (var note in Notes(outcome))
        {
            yield return $"  note: {note}";
        }
        yield return Invariant(
            $"  records: {outcome.UploadedTenants.Count} {(isDry ? "to be stored" : "stored now")}, {outcome.AlreadyThere} already there"
        );
        foreach (var line in Skips(manifest.Skipped, placeOf))
        {
            yield return line;
        }
        yield return $"  manifest: {outcome.ManifestKey}";
        yield return $"  where: {result.Location}";
    }

    private static IEnumerable<string> Objects(RunOutcome outcome, IReadOnlyCollection<string> wouldWrite)
    {
        var keys = wouldWrite.ToHashSet(StringComparer.Ordinal);
        return outcome
            .Manifest.Records.Select(record => record.Key)
            .Where(key => !keys.Contains(key))
            .Select(key => $"is there     {key}")
            .Concat(wouldWrite.Select(key => $"would write  {key}"));
    }

    private static IEnumerable<string> Notes(RunOutcome outcome)
    {
        if (outcome.Manifest.Note is { } note)
        {
            yield return note;
        }
        if (outcome.Manifest.Records.Count == 0)
        {
            yield return outcome.Manifest.Counts.WhyNobody();
        }
        if (outcome.ListingFailure is { } listing)
        {
            yield return $"which records are there already is not known: {listing}";
        }
        if (outcome.PointerFailure is { } pointer)
        {
            yield return $"latest.json does not point at this run: {pointer}";
        }
    }

    private static IEnumerable<string> Skips(IReadOnlyList<SkippedTenant> skipped, Func<SkippedTenant, string?> placeOf)
    {
        if (skipped.Count == 0)
        {
            yield return "  skipped: none";
            yield break;
        }
        yield return Invariant($"  skipped: {skipped.Count} tenant{(skipped.Count == 1 ? "" : "s")}, not billed");
        foreach (var tenant in skipped.Take(NamedSkips))
        {
            var place = placeOf(tenant) is { } found ? $" ({found})" : "";
            yield return $"    {tenant.Namespace}/{tenant.Name}{place}: {tenant.Reason}";
        }
        if (skipped.Count > NamedSkips)
        {
            yield return Invariant(
                $"    and {skipped.Count - NamedSkips} more: the manifest names all, and -o json does"
            );
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
