using BillingOperator.Api;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Text;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Planning;

/// <summary>
/// The annotation <c>requestedPeriod</c>: a billing period, and behind a <c>#</c> anything that tells this request from an
/// earlier one of the same period.
/// </summary>
public static class RequestedPeriod
{
    /// <summary>What is wrong with the annotation and what to do, or <see langword="null"/>.</summary>
    /// <param name="value">The annotation.</param>
    /// <param name="current">The current period of the event.</param>
    /// <param name="period">The period asked for; the current one where there is an error.</param>
    public static string? FindError(string value, BillingPeriod current, out BillingPeriod period) =>
        FindError(value, current, mayRepeat: true, out period) is { } error
            ? $"{ApiGroup.RequestedPeriodAnnotation} {error}"
            : null;

    /// <summary>What is wrong with a period that somebody names and what to do, or <see langword="null"/>.</summary>
    /// <param name="value">What was written.</param>
    /// <param name="current">The current period of the event.</param>
    /// <param name="mayRepeat">Whether a suffix may tell it from an earlier request.</param>
    /// <param name="period">The period asked for; the current one where there is an error.</param>
    internal static string? FindError(string value, BillingPeriod current, bool mayRepeat, out BillingPeriod period)
    {
        period = current;
        if (RequestAnnotations.FindPeriodError(value, current.Kind, current.Id, mayRepeat, out var parsed) is { } error)
        {
            return error;
        }

        if (parsed!.Start > current.Start)
        {
            return $"is {Quoted.Text(value)}, which is yet to come: " + $"enter {current.Id} or an earlier period";
        }

        period = parsed;
        return null;
    }
}
