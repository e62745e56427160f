using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BillingOperator.Billing.Planning;

/// <summary>The names of runs, which are folders in the bucket.</summary>
public static class RunId
{
    private const int HashDigits = 8;

    /// <summary>
    /// Such as <c>20261130T230000Z-schedule-1f2e3d4c</c>: sorts by time, tells a person what it is, and is the same
    /// wherever and whenever the same run is planned again.
    /// </summary>
    /// <param name="eventUid">UID of the event.</param>
    /// <param name="generation">Generation of its spec.</param>
    /// <param name="trigger">One of <see cref="Api.Events.RunTrigger"/>.</param>
    /// <param name="slot">The moment that the run stands for.</param>
    /// <param name="request">What the run was asked for with, if anything.</param>
    public static string Of(string eventUid, long generation, string trigger, DateTimeOffset slot, string? request)
    {
        var identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{eventUid}|{trigger}|{slot.UtcTicks}|{request}|{generation}"
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{slot.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{trigger.ToLowerInvariant()}-{hash.AsSpan(0, HashDigits)}"
        );
    }
}
