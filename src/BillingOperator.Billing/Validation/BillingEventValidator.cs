using BillingOperator.Api.Events;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>The rules of <c>BillingEvent</c> (guide: Global Events page).</summary>
public static class BillingEventValidator
{
    private const int MaxSchedule = 256;
    private const int MaxStartingDeadlineSeconds = 366 * 24 * 3600;

    /// <summary>Every error of an event, each at its own field; none means valid.</summary>
    /// <param name="spec">What was declared.</param>
    /// <param name="name">The object's name, which is a part of every object key.</param>
    public static IReadOnlyList<FieldError> Validate(BillingEventSpec spec, string name)
    {
        var errors = new FieldErrorList();
        errors.Check(FieldPath.Of("metadata", "name"), name, ObjectName.FindError);
        errors.Check(
            FieldPath.Of("spec", "serverSettingsRef", "name"),
            spec.ServerSettingsRef?.Name,
            ObjectName.FindError
        );
        errors.Check(FieldPath.Of("spec", "schedule"), spec.Schedule, FindScheduleError);
        errors.Check(FieldPath.Of("spec", "timeZone"), spec.TimeZone, FindTimeZoneError);
        errors.CheckOneOf(
            FieldPath.Of("spec", "billingPeriod"),
            spec.BillingPeriod,
            BillingPeriodKind.Monthly,
            BillingPeriodKind.Daily
        );
        if (spec.TenantSelector is { } selector)
        {
            LabelSelectorRules.Check(FieldPath.Of("spec", "tenantSelector"), selector, errors);
        }

        errors.CheckRange(
            FieldPath.Of("spec", "startingDeadlineSeconds"),
            spec.StartingDeadlineSeconds,
            0,
            MaxStartingDeadlineSeconds
        );
        errors.CheckRange(FieldPath.Of("spec", "uploadConcurrency"), spec.UploadConcurrency, 1, 256);
        errors.CheckRange(FieldPath.Of("spec", "historyLimit"), spec.HistoryLimit, 1, 100);
        return errors.Errors;
    }

    private static string? FindScheduleError(string schedule)
    {
        if (TextRules.FindTooLong(schedule, MaxSchedule) is { } tooLong)
        {
            return tooLong;
        }

        if (!CronSchedule.TryParse(schedule, out var parsed, out var error))
        {
            return error;
        }

        return parsed.CanFire
            ? null
            : $"is {Quoted.Text(schedule)}: there is no such day in any year, so it never fires: correct the day or the month";
    }

    private static string? FindTimeZoneError(string id) =>
        TimeZones.TryFind(id, out _) ? null
        : TimeZones.HaveDatabase
            ? $"is {Quoted.Text(id)}: enter a zone of the IANA database such as Europe/Berlin, exactly so"
        : $"is {Quoted.Text(id)}, and this system has no time zones but UTC: install its package tzdata, or use an "
            + "image that has it";
}
