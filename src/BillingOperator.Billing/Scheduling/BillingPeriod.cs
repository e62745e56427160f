using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Scheduling;

/// <summary>A calendar month or a calendar day that is billed, in the zone of its event.</summary>
public sealed record BillingPeriod
{
    private const string MonthFormat = "yyyy-MM";
    private const string DayFormat = "yyyy-MM-dd";
    private const int LastYear = 9990;

    private BillingPeriod(string kind, DateOnly start)
    {
        Kind = kind;
        Start = start;
    }

    /// <summary>One of <see cref="BillingPeriodKind"/>.</summary>
    public string Kind { get; }

    /// <summary>The first day.</summary>
    public DateOnly Start { get; }

    /// <summary>The day after the last.</summary>
    public DateOnly EndExclusive => Kind == BillingPeriodKind.Daily ? Start.AddDays(1) : Start.AddMonths(1);

    /// <summary>The one before.</summary>
    public BillingPeriod Previous =>
        new(Kind, Kind == BillingPeriodKind.Daily ? Start.AddDays(-1) : Start.AddMonths(-1));

    /// <summary>How it is written, such as <c>2026-11</c> or <c>2026-11-23</c>.</summary>
    public string Id =>
        Start.ToString(Kind == BillingPeriodKind.Daily ? DayFormat : MonthFormat, CultureInfo.InvariantCulture);

    /// <summary>The period that a moment falls into, by the clock of a zone.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="kind">One of <see cref="BillingPeriodKind"/>; monthly where absent.</param>
    /// <param name="zone">The zone of the event.</param>
    public static BillingPeriod Containing(DateTimeOffset moment, string? kind, TimeZoneInfo zone)
    {
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
        return kind == BillingPeriodKind.Daily
            ? new BillingPeriod(BillingPeriodKind.Daily, date)
            : new BillingPeriod(BillingPeriodKind.Monthly, new DateOnly(date.Year, date.Month, 1));
    }

    /// <summary>Whether it has ended at a moment, by the clock of a zone.</summary>
    public bool IsOverAt(DateTimeOffset moment, TimeZoneInfo zone) =>
        EndExclusive <= DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>Reads <c>2026-11</c> as a month and <c>2026-11-23</c> as a day.</summary>
    public static bool TryParse(string id, [NotNullWhen(true)] out BillingPeriod? period)
    {
        var kind = id.Length == MonthFormat.Length ? BillingPeriodKind.Monthly : BillingPeriodKind.Daily;
        period =
            DateOnly.TryParseExact(
                id,
                kind == BillingPeriodKind.Daily ? DayFormat : MonthFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var start
            )
            && start.Year <= LastYear
                ? new BillingPeriod(kind, start)
                : null;
        return period is not null;
    }

    /// <summary>Reads a period that the operator itself wrote down.</summary>
    /// <exception cref="FormatException">Somebody changed it.</exception>
    public static BillingPeriod Parse(string id) =>
        TryParse(id, out var period) ? period : throw new FormatException($"'{id}' is no billing period");

    /// <inheritdoc/>
    public override string ToString() => Id;
}
