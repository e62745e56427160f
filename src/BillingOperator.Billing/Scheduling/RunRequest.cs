using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Scheduling;

/// <summary>The two annotations by which a person asks for a run.</summary>
public static class RunRequest
{
    /// <summary>So many characters of the annotation tell one request from another; the status keeps no more.</summary>
    private const int MaxValue = 256;

    /// <summary>The value of <c>requestedAt</c> if it is not blank and was not handled before.</summary>
    public static string? FindNew(string? requestedAt, string? lastHandled)
    {
        if (string.IsNullOrWhiteSpace(requestedAt))
        {
            return null;
        }

        var value = requestedAt.Length <= MaxValue ? requestedAt : requestedAt[..MaxValue];
        return value == lastHandled ? null : value;
    }

    /// <summary>What is wrong with the annotation <c>requestedPeriod</c> and what to do, or <see langword="null"/>.</summary>
    /// <param name="requestedPeriod">The annotation; blank asks for the current period.</param>
    /// <param name="current">The current period of the event.</param>
    /// <param name="period">The period asked for.</param>
    public static string? FindFault(string? requestedPeriod, BillingPeriod current, out BillingPeriod period)
    {
        period = current;
        if (string.IsNullOrWhiteSpace(requestedPeriod))
        {
            return null;
        }

        if (!BillingPeriod.TryParse(requestedPeriod, out var parsed) || parsed.Kind != current.Kind)
        {
            var kind = current.Kind == BillingPeriodKind.Daily ? "day" : "month";
            return $"{ApiGroup.RequestedPeriodAnnotation} is {Quoted.Text(requestedPeriod)}: enter a {kind} such as "
                + $"{current.Id}, or remove the annotation";
        }

        if (parsed.Start > current.Start)
        {
            return $"{ApiGroup.RequestedPeriodAnnotation} is {Quoted.Text(requestedPeriod)}, which is yet to come: "
                + $"enter {current.Id} or an earlier period, or remove the annotation";
        }

        period = parsed;
        return null;
    }
}
