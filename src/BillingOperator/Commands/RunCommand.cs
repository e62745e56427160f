using System.CommandLine;
using BillingOperator.Api.Reasons;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Reports;
using BillingOperator.Hosting;
using BillingOperator.Manifests;
using BillingOperator.Manifests.Reports;
using BillingOperator.Manifests.Runs;
using BillingOperator.Storage;

namespace BillingOperator.Commands;

/// <summary>
/// <c>run --manifests PATH…</c>: the billing process without a cluster. Exit code 0 if every run is committed and nobody was
/// skipped, 1 if a run failed or a tenant was skipped, 2 if nothing was run because something cannot be read or was misused,
/// 130 if it was stopped.
/// </summary>
internal static class RunCommand
{
    private const int Incomplete = 1;

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var manifests = new Option<string[]>("--manifests", "-f")
        {
            Description =
                "Files, folders (with their subfolders), patterns such as '**/*.yaml', or - for the standard input",
            HelpName = "PATH",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        manifests.Validators.Add(CommandLineError.RefuseMisspeltOptions);
        var name = new Option<string?>("--event")
        {
            Description = "The BillingEvent to run, enabled or not; by default all of the manifests",
            HelpName = "NAME",
            CustomParser = OptionParsers.NotBlank,
        };
        var folder = new Option<string?>("--output")
        {
            Description = "Folder to write to, with the layout of the bucket; by default the bucket of the settings",
            HelpName = "DIR",
            CustomParser = OptionParsers.Folder,
        };
        var period = new Option<string?>("--period")
        {
            Description = "Billing period, such as 2026-11 or 2026-11-30; by default the current one of the event",
            HelpName = "PERIOD",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Write nothing; tell what would be written" };
        var caBundle = new Option<string?>("--ca-bundle")
        {
            Description = "PEM file in the place of the Secret that spec.s3.caBundle names",
            HelpName = "FILE",
            CustomParser = OptionParsers.NotBlank,
        };
        var clusterUid = new Option<string?>("--cluster-uid")
        {
            Description = "Write below a prefix that this cluster claims, beside its own runs",
            HelpName = "UID",
            CustomParser = OptionParsers.NotBlank,
        };
        var format = OutputFormat.Option("--format");

        var command = new DocumentedCommand(
            "run",
            "Bills the tenants of manifests without a cluster, to a folder or to S3.",
            """
            With --output no settings and no keys are needed. To S3, the manifests hold the BillingServerSettings of the
            event; keys that these have in a Secret come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the
            AWS default chain (profiles, roles). A disabled event runs to S3 only if --event names it.

            Exit codes:
              0    every run is committed, and nobody was skipped
              1    a run failed, or a tenant was skipped
              2    nothing was run: a file cannot be read, or an option does not fit
              130  stopped; the next start goes on

            Examples:
              # A first try, into a folder
              billing-operator run --manifests config/samples --output out

              # What would be written to the bucket
              billing-operator run --manifests tenants/ billing.yaml --event nightly --dry-run

              # An earlier month
              billing-operator run --manifests tenants/ billing.yaml --event nightly --period 2026-10
            """
        )
        {
            manifests,
            name,
            folder,
            period,
            dryRun,
            caBundle,
            clusterUid,
            format,
        };
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    new RunOptions
                    {
                        Manifests = result.GetRequiredValue(manifests),
                        Event = result.GetValue(name),
                        Folder = result.GetValue(folder),
                        Period = result.GetValue(period),
                        IsDryRun = result.GetValue(dryRun),
                        CaBundle = result.GetValue(caBundle),
                        ClusterUid = result.GetValue(clusterUid),
                        IsJson = OutputFormat.IsJson(result, format),
                    },
                    TimeProvider.System,
                    result.InvocationConfiguration.Output,
                    result.InvocationConfiguration.Error,
                    cancellationToken
                )
        );
        return command;
    }

    /// <summary>Runs; results go to <paramref name="output"/>, all else to <paramref name="error"/>.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="MisuseException">Nothing was run.</exception>
    internal static async Task<int> RunAsync(
        RunOptions options,
        TimeProvider time,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        var set = Read(options, error);
        var orders = Plan(set, options, time, error);
        var runs = new ManualRuns(set, options, ReadCaBundle(options.CaBundle, orders), time);
        var results = new List<ManualRunResult>();
        foreach (var order in orders)
        {
            var result = await runs.ExecuteAsync(order, cancellationToken);
            results.Add(result);
            if (!options.IsJson)
            {
                ManualRunText.Write(result.Outcome is null ? error : output, result, PlaceIn(set));
            }
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }
        if (options.IsJson)
        {
            ManualRunJson.Write(output, results);
        }
        return results.Exists(result => result.Failure?.Reason == BillingEventReasons.Interrupted) ? ExitCodes.Stopped
            : results.TrueForAll(result => result.IsWhole) ? 0
            : Incomplete;
    }

    // A file that cannot be read may hold a tenant, who would be missing from the bucket without anybody knowing.
    private static ManifestSet Read(RunOptions options, TextWriter error)
    {
        var set = ManifestReader.Read(options.Manifests, BoundedFile.OpenStandardInput);
        ReportFormats.Write(ReportFormats.Default, error, [.. set.Findings.Where(finding => finding.IsNote)]);
        var errors = ManifestErrors.OfFiles(set);
        ReportFormats.Write(ReportFormats.Default, error, errors);
        return errors.Count == 0
            ? set
            : throw new MisuseException(
                "nothing was run: a tenant may be missing from what could be read. Correct the files above, or name only "
                    + "those with manifests"
            );
    }

    private static IReadOnlyList<ManualOrder> Plan(
        ManifestSet set,
        RunOptions options,
        TimeProvider time,
        TextWriter error
    )
    {
        var request = new ManualRequest(
            options.Event,
            options.Period,
            IsIntoFolder: options.Folder is not null,
            ProgramVersion.Text
        );
        var plan = ManualOrders.Of(set, request, time.GetUtcNow());
        foreach (var name in plan.LeftOut)
        {
            error.WriteLine($"BillingEvent {name} is disabled and was left out: name it with --event {name}");
        }
        return plan.Error is null ? plan.Orders : throw new MisuseException(plan.Error);
    }

    private static string? ReadCaBundle(string? file, IReadOnlyList<ManualOrder> orders)
    {
        if (file is null)
        {
            return null;
        }
        var pem = CaBundleFile.Read(file);
        return orders.Any(order => order.Settings is { } it && ObjectStoreFactory.WithCaBundle(it, pem) is not null)
            ? pem
            : throw new MisuseException(
                "--ca-bundle stands for the Secret that spec.s3.caBundle names, and none is named here: leave it out"
            );
    }

    private static Func<SkippedTenant, string?> PlaceIn(ManifestSet set)
    {
        var places = set.PlacesOfTenants();
        return tenant => places.GetValueOrDefault((tenant.Namespace, tenant.Name));
    }
}
