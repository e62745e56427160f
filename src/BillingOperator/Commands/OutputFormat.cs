using System.CommandLine;

namespace BillingOperator.Commands;

/// <summary>The option by which a result is written for people or for programs.</summary>
internal static class OutputFormat
{
    private const string Text = "text";
    private const string Json = "json";

    /// <summary>The option.</summary>
    /// <param name="name">Its long name; <c>-o</c> is short for it.</param>
    public static Option<string> Option(string name = "--output")
    {
        var option = new Option<string>(name, "-o")
        {
            Description = "How the result is written: text or json",
            DefaultValueFactory = _ => Text,
            CustomParser = OptionParsers.OneOf([Text, Json]),
        };
        option.CompletionSources.Add(Text, Json);
        return option;
    }

    /// <summary>Whether programs are to read it.</summary>
    public static bool IsJson(ParseResult arguments, Option<string> option) =>
        arguments.GetRequiredValue(option) == Json;
}
