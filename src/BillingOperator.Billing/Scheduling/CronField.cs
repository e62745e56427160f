using System.Globalization;
using System.Numerics;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Scheduling;

/// <summary>One field of a cron expression, as the set of the values that it allows.</summary>
/// <param name="Values">Bit n says that n is allowed.</param>
/// <param name="IsWildcard">Whether it was written as <c>*</c>, with or without a step.</param>
/// <param name="IsUnrestricted">Whether it was written as <c>*</c> (or <c>*/1</c>), so that every value is allowed.</param>
internal readonly record struct CronField(ulong Values, bool IsWildcard, bool IsUnrestricted)
{
    private const int MaxDigitsOfStep = 3;

    /// <summary>Whether the value is allowed.</summary>
    public bool Allows(int value) => (Values & (1UL << value)) != 0;

    /// <summary>The smallest allowed value that is not below <paramref name="value"/>, or -1.</summary>
    public int AtOrAfter(int value)
    {
        var rest = value > 63 ? 0 : Values >> value << value;
        return rest == 0 ? -1 : BitOperations.TrailingZeroCount(rest);
    }

    /// <summary>Reads lists, ranges, steps and names.</summary>
    public static bool TryParse(string text, CronFieldKind kind, out CronField field, out string? error)
    {
        field = default;
        foreach (var part in text.Split(','))
        {
            if (!TryParsePart(part, kind, out var parsed, out error))
            {
                return false;
            }

            field = new CronField(
                field.Values | parsed.Values,
                field.IsWildcard || parsed.IsWildcard,
                field.IsUnrestricted || parsed.IsUnrestricted
            );
        }

        field = field with { Values = kind.Normalize(field.Values) };
        error = null;
        return true;
    }

    private static bool TryParsePart(string part, CronFieldKind kind, out CronField field, out string? error)
    {
        field = default;
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? part : part[..slash];
        var step = 1;
        if (slash >= 0 && (!TryParseNumber(part[(slash + 1)..], MaxDigitsOfStep, out step) || step == 0))
        {
            error = $"{kind.Name}: {Quoted.Text(part)} needs a step from 1 to 999 after the /";
            return false;
        }

        int first;
        int last;
        if (range == "*")
        {
            (first, last) = (kind.Min, kind.MaxOfWildcard);
        }
        else
        {
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            var start = dash < 0 ? range : range[..dash];
            if (!kind.TryParseValue(start, out first))
            {
                error = $"{kind.Name}: {Quoted.Text(start)} is not {kind.Values}";
                return false;
            }

            // As in Unix cron's descendants: 5/15 means from 5 to the end, 5 alone just 5.
            last = slash < 0 ? first : Math.Max(first, kind.MaxOfWildcard);
            if (dash >= 0 && !kind.TryParseValue(range[(dash + 1)..], out last))
            {
                error = $"{kind.Name}: {Quoted.Text(range[(dash + 1)..])} is not {kind.Values}";
                return false;
            }

            if (first > last)
            {
                error = $"{kind.Name}: {Quoted.Text(range)} ends before it starts; write it as two ranges";
                return false;
            }
        }

        var values = 0UL;
        for (var value = first; value <= last; value += step)
        {
            values |= 1UL << value;
        }

        field = new CronField(values, range == "*", range == "*" && step == 1);
        error = null;
        return true;
    }

    /// <summary>Reads so many digits at most: a regular expression in the CRD says the same.</summary>
    internal static bool TryParseNumber(string text, int maxDigits, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && text.Length <= maxDigits;
}
