using System.CommandLine;
using BillingOperator.Manifests;
using BillingOperator.Manifests.Reports;

namespace BillingOperator.Commands;

/// <summary>
/// <c>validate PATH…|-</c>: checks manifests without a cluster, by the operator's own rules. Exit code 0 if all is well,
/// 1 if a manifest is faulty, 2 if a path cannot be read.
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
            Description = "Files, folders (with their subfolders), or - for the standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "How problems are written.",
            DefaultValueFactory = _ => ReportFormats.Default,
        };
        output.AcceptOnlyFromAmong(ReportFormats.Names);

        var command = new Command(
            "validate",
            "Checks tenants, settings and events in YAML or JSON, before they are merged."
        )
        {
            paths,
            output,
        };
        command.SetAction(result =>
            Validate(
                result.GetRequiredValue(paths),
                result.GetRequiredValue(output),
                Console.In,
                result.InvocationConfiguration.Output,
                result.InvocationConfiguration.Error
            )
        );
        return command;
    }

    /// <summary>Validates; problems go to <paramref name="output"/>, the summary to <paramref name="error"/>.</summary>
    internal static int Validate(
        IReadOnlyList<string> paths,
        string format,
        TextReader input,
        TextWriter output,
        TextWriter error
    )
    {
        ManifestSet set;
        try
        {
            set = ManifestReader.Read(paths, input);
        }
        catch (ManifestPathException unreadable)
        {
            error.WriteLine(unreadable.Message);
            return Unusable;
        }

        var problems = ManifestValidator.Validate(set);
        ReportFormats.Write(format, output, problems);

        var errors = problems.Count(problem => !problem.IsNote);
        error.WriteLine(Summarize(set, errors));
        return errors == 0 ? 0 : Faulty;
    }

    private static string Summarize(ManifestSet set, int errors)
    {
        var found =
            $"{Count(set.Tenants.Count, "tenant")}, {Count(set.Settings.Count, "billing server")}, "
            + Count(set.Events.Count, "billing event");
        var passedOver = set.PassedOver == 0 ? "" : $" ({Count(set.PassedOver, "other object")} passed over)";
        return $"{found}{passedOver}: {(errors == 0 ? "all valid" : Count(errors, "error"))}";
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
