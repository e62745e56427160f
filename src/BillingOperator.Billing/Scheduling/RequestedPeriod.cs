using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Scheduling;

/// <summary>
/// The annotation <c>requestedPeriod</c>: a billing period, and behind a <c>#</c> anything that tells this request from an
/// earlier one of the same period.
/// </summary>
public static class RequestedPeriod
{
    private const char SuffixMark = '#';

    /// <summary>Earlier periods are mistakes: PureConnect is younger.</summary>
    private const int FirstYear = 2000;

    /// <summary>What is wrong with the annotation and what to do, or <see langword="null"/>.</summary>
    /// <param name="value">The annotation.</param>
    /// <param name="current">The current period of the event.</param>
    /// <param name="period">The period asked for; the current one where there is a fault.</param>
    public static string? FindFault(string value, BillingPeriod current, out BillingPeriod period)
    {
        period = current;
        var mark = value.IndexOf(SuffixMark, StringComparison.Ordinal);
        var text = mark < 0 ? value : value[..mark];
        if (!BillingPeriod.TryParse(text, out var parsed) || parsed.Kind != current.Kind)
        {
            var kind = current.Kind == BillingPeriodKind.Daily ? "day" : "month";
            return $"{ApiGroup.RequestedPeriodAnnotation} is {Quoted.Text(value)}: enter a {kind} such as {current.Id}, "
                + $"or for the second time {current.Id}#2";
        }

        if (parsed.Start > current.Start)
        {
            return $"{ApiGroup.RequestedPeriodAnnotation} is {Quoted.Text(value)}, which is yet to come: "
                + $"enter {current.Id} or an earlier period";
        }

        if (parsed.Start.Year < FirstYear)
        {
            return $"{ApiGroup.RequestedPeriodAnnotation} is {Quoted.Text(value)}, which is before {FirstYear}: "
                + $"enter a period such as {current.Id}";
        }

        period = parsed;
        return null;
    }
}
