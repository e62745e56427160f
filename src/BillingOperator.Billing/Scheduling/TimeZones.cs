using System.Diagnostics.CodeAnalysis;

namespace BillingOperator.Billing.Scheduling;

/// <summary>Zones of the IANA database by their ids. UTC needs no database.</summary>
public static class TimeZones
{
    /// <summary>The zone of an event that names none.</summary>
    public const string Default = "Etc/UTC";

    private const int MaxLength = 64;

    /// <summary>Files beside the zones in the system's database: local settings, and copies with leap seconds.</summary>
    private static readonly string[] NotZones = ["localtime", "posixrules", "Factory"];

    /// <summary>Whether there is a database at all: a container may come without.</summary>
    public static bool HaveDatabase => TimeZoneInfo.TryFindSystemTimeZoneById("Etc/GMT", out _);

    /// <summary>
    /// Finds a zone by its id as the database writes it. Windows ids, names of files that are no zones, and a second
    /// spelling of an id (<c>europe/berlin</c>, <c>Europe//Berlin</c>) are refused.
    /// </summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        if (id is Default or "UTC")
        {
            zone = TimeZoneInfo.Utc;
            return true;
        }

        zone = null;
        // .NET remembers zones whatever the case of their ids: europe/berlin is there once Europe/Berlin was asked for.
        return IsWellFormed(id)
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone)
            && zone.HasIanaId
            && zone.Id == id;
    }

    /// <summary>Finds the zone of an event that a validator has passed.</summary>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static TimeZoneInfo Find(string? id) =>
        TryFind(id ?? Default, out var zone) ? zone : throw new TimeZoneNotFoundException($"There is no zone {id}.");

    private static bool IsWellFormed(string id) =>
        id.Length is > 0 and <= MaxLength
        && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '_' or '+' or '-')
        && !id.Split('/').Contains("") // The file system takes Europe//Berlin for Europe/Berlin.
        && !id.StartsWith("right/", StringComparison.OrdinalIgnoreCase)
        && !id.StartsWith("posix/", StringComparison.OrdinalIgnoreCase)
        && !NotZones.Contains(id, StringComparer.OrdinalIgnoreCase);
}
