using System.CommandLine;
using BillingOperator.Billing.Reports;
using BillingOperator.Hosting;
using BillingOperator.Manifests;

namespace BillingOperator.Commands;

/// <summary><c>explain [REASON]</c>: what a reason means, and what to do. Exit code 2 for a word that is no reason.</summary>
internal static class ExplainCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var reason = new Argument<string?>("REASON")
        {
            Description = "A reason of a condition, an Event or a failed run; without it, all are listed",
            HelpName = "REASON",
            Arity = ArgumentArity.ZeroOrOne,
        };
        reason.Validators.Add(CommandLineError.RefuseMisspeltOptions);
        reason.CompletionSources.Add([.. ReasonText.Names]);
        var command = new DocumentedCommand(
            "explain",
            "Says what a reason means and what to do about it.",
            """
            Examples:
              billing-operator explain DuplicateTenantId

              # All reasons
              billing-operator explain
            """
        )
        {
            reason,
        };
        command.SetAction(result => Explain(result.GetValue(reason), result.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>Explains a reason, or lists all.</summary>
    /// <exception cref="MisuseException">There is no such reason.</exception>
    internal static void Explain(string? reason, TextWriter output)
    {
        if (reason is null)
        {
            ReasonText.WriteAll(output);
        }
        else if (!ReasonText.TryWrite(output, reason))
        {
            var meant =
                SimilarName.Find(reason, ReasonText.Names)
                ?? ReasonText.Names.FirstOrDefault(name => name.Contains(reason, StringComparison.OrdinalIgnoreCase));
            throw new MisuseException(
                meant is null
                    ? $"there is no reason '{reason}'. See billing-operator explain, which lists all"
                    : $"there is no reason '{reason}'; did you mean {meant}?"
            );
        }
    }
}
