using System.Globalization;

namespace BillingOperator.Benchmarks.Reports;

/// <summary>One figure, and what it is held against.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit, such as <c>s</c> or <c>MiB</c>.</param>
internal sealed record Result(string What, double Value, string Unit)
{
    /// <summary>What it is compared with; <see langword="null"/> for a figure of its own.</summary>
    public string? ComparedWith { get; init; }

    /// <summary>The other's figure, in the same unit.</summary>
    public double? Other { get; init; }

    /// <summary>The most that the figure, or with a comparison the ratio, may be; <see langword="null"/> for no bar.</summary>
    public double? Bar { get; init; }

    /// <summary>Every single measurement, where the figure is their median.</summary>
    public IReadOnlyList<double>? All { get; init; }

    /// <summary>Every single measurement of the other.</summary>
    public IReadOnlyList<double>? OtherAll { get; init; }

    /// <summary>The figure by the other's.</summary>
    public double? Ratio => Value / Other;

    /// <summary>Whether it is within its bar.</summary>
    public bool IsMet => Bar is not { } bar || (Ratio ?? Value) <= bar;

    /// <summary>Medians of two contenders who took turns.</summary>
    public static Result Compare(
        string what,
        IReadOnlyList<double> ours,
        string comparedWith,
        IReadOnlyList<double> others,
        double bar
    ) =>
        new(what, Median(ours), "s")
        {
            ComparedWith = comparedWith,
            Other = Median(others),
            Bar = bar,
            All = ours,
            OtherAll = others,
        };

    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>A figure with its unit, for people.</summary>
    public static string Text(double value, string unit) =>
        string.Concat(value.ToString(value % 1 == 0 ? "N0" : "N2", CultureInfo.InvariantCulture), " ", unit).TrimEnd();
}
