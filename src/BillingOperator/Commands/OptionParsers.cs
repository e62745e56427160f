using System.CommandLine.Parsing;
using System.Globalization;

namespace BillingOperator.Commands;

/// <summary>Read the values of options. What cannot be read is answered with option, value and what is accepted.</summary>
internal static class OptionParsers
{
    /// <summary>Reads a whole number of a range, both ends included.</summary>
    public static Func<ArgumentResult, int> WholeNumber(int least, int most) =>
        argument =>
            int.TryParse(Text(argument), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
                ? number
                : Refuse<int>(argument, $"must be from {least} to {most}");

    /// <summary>Reads a switch; the bare option switches on.</summary>
    public static bool Switch(ArgumentResult argument) =>
        argument.Tokens.Count == 0
        || (bool.TryParse(Text(argument), out var value) ? value : Refuse<bool>(argument, "must be true or false"));

    /// <summary>Reads one of the names of an enumeration, whatever its case; its numbers are no names.</summary>
    public static T OneOf<T>(ArgumentResult argument)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return names.Contains(Text(argument), StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(Text(argument), ignoreCase: true)
            : Refuse<T>(argument, MustBe(names.Select(name => name.ToLowerInvariant())));
    }

    /// <summary>Reads one of some words.</summary>
    public static Func<ArgumentResult, string> OneOf(IReadOnlyList<string> words) =>
        argument => words.Contains(Text(argument)) ? Text(argument) : Refuse<string>(argument, MustBe(words)) ?? "";

    /// <summary>Reads a text that is not blank, as a variable that is not set leaves one.</summary>
    public static string? NotBlank(ArgumentResult argument) =>
        string.IsNullOrWhiteSpace(Text(argument)) ? Refuse<string>(argument, "must not be blank") : Text(argument);

    /// <summary>Reads a path of a folder, which need not be there yet.</summary>
    public static string? Folder(ArgumentResult argument) =>
        File.Exists(Text(argument)) ? Refuse<string>(argument, "must be a folder, and is a file") : NotBlank(argument);

    private static string MustBe(IEnumerable<string> words) => $"must be one of {string.Join(", ", words)}";

    private static string Text(ArgumentResult argument) => argument.Tokens.Count > 0 ? argument.Tokens[^1].Value : "";

    private static T? Refuse<T>(ArgumentResult argument, string accepted)
    {
        argument.AddError(
            $"{(argument.Parent as OptionResult)?.Option.Name ?? argument.Argument.Name} '{Text(argument)}': {accepted}"
        );
        return default;
    }
}
