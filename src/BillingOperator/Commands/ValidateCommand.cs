using System.CommandLine;
using BillingOperator.Manifests;
using BillingOperator.Manifests.Reports;

namespace BillingOperator.Commands;

/// <summary>
/// <c>validate PATH…|-</c>: checks manifests without a cluster, by the operator's own rules. Exit code 0 if all is well,
/// 1 if a manifest is faulty, 2 if a path cannot be read or there is nothing to check.
/// </summary>
internal static class ValidateCommand
{
    private const int Faulty = 1;
    private const int Unusable = 2;

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description =
                "Files, folders (with their subfolders), patterns such as '**/*.yaml', or - for the standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "How problems are written.",
            DefaultValueFactory = _ => ReportFormats.Default,
            CustomParser = OptionParsers.OneOf(ReportFormats.Names),
        };
        output.CompletionSources.Add(ReportFormats.Names);
        var allowEmpty = new Option<bool>("--allow-empty") { Description = "Finding nothing to check is no failure." };
        paths.Validators.Add(CommandLineError.RefuseMisspeltOptions);

        var command = new Command(
            "validate",
            "Checks tenants, settings and events in YAML or JSON, before they are merged."
        )
        {
            paths,
            output,
            allowEmpty,
        };
        command.SetAction(result =>
            Validate(
                result.GetRequiredValue(paths),
                result.GetRequiredValue(output),
                result.GetValue(allowEmpty),
                BoundedFile.OpenStandardInput,
                result.InvocationConfiguration.Output,
                result.InvocationConfiguration.Error
            )
        );
        return command;
    }

    /// <summary>Validates; all that was found goes to <paramref name="output"/>, the summary to <paramref name="error"/>.</summary>
    internal static int Validate(
        IReadOnlyList<string> paths,
        string format,
        bool allowEmpty,
        Func<Stream> openInput,
        TextWriter output,
        TextWriter error
    )
    {
        var set = ManifestReader.Read(paths, openInput);
        var findings = ManifestValidator.Validate(set);
        var errors = findings.Count(finding => !finding.IsNote);
        var isEmpty = errors == 0 && set.Unreadable.Count == 0 && set.Manifests.Count == 0 && !allowEmpty;
        ReportFormats.Write(format, output, [.. isEmpty ? [NothingToCheck(paths)] : set.Unreadable, .. findings]);
        error.WriteLine(Summarize(set, errors, isEmpty));
        return isEmpty || set.Unreadable.Count > 0 ? Unusable
            : errors > 0 ? Faulty
            : 0;
    }

    private static ManifestFinding NothingToCheck(IReadOnlyList<string> paths) =>
        new()
        {
            File = paths[0] == "-" ? "stdin" : paths[0],
            Line = 1,
            Column = 1,
            Message =
                $"There is nothing to check in {string.Join(", ", paths)}: name files with tenants, settings or events, "
                + "or use --allow-empty",
        };

    private static string Summarize(ManifestSet set, int errors, bool isEmpty)
    {
        var found = string.Join(", ", set.Counts.Select(kind => Count(kind.Count, kind.Noun)));
        var passedOver = set.PassedOver == 0 ? "" : $" ({Count(set.PassedOver, "other object")} passed over)";
        var judgement =
            isEmpty ? "nothing to check"
            : errors > 0 ? Count(errors, "error")
            : set.Unreadable.Count > 0 ? "no error in what could be read"
            : "all valid";
        var unreadable = set.Unreadable.Count == 0 ? "" : $", {Count(set.Unreadable.Count, "path")} not readable";
        return $"{found}{passedOver}: {judgement}{unreadable}";
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
