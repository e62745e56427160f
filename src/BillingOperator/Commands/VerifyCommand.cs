using System.CommandLine;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Reports;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Verification;
using BillingOperator.Hosting;
using BillingOperator.Terminal;

namespace BillingOperator.Commands;

/// <summary>
/// <c>verify</c>: holds manifests, tables and records against each other. Exit code 0 if all is whole, 1 if something
/// differs, 2 if something could not be checked, 130 if it was stopped.
/// </summary>
internal static class VerifyCommand
{
    private const int Different = 1;
    private const int Unchecked = 2;
    private const int Stopped = 130; // As shells have it: 128 and the number of SIGINT.

    private const int MostReads = 256;
    private const string All = "all";
    private const string Text = "text";
    private const string Json = "json";

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var name = new Argument<string?>("EVENT")
        {
            Description = "The BillingEvent to verify; by default all",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var bucket = new BucketOptions();
        var period = new Option<string>("--period")
        {
            Description = "Billing period, such as 2026-11 or 2026-11-30, or all",
            HelpName = "PERIOD",
            DefaultValueFactory = _ => All,
        };
        var concurrency = new Option<int>("--concurrency")
        {
            Description = "Objects read at the same time",
            DefaultValueFactory = _ => RunSpec.DefaultConcurrency,
            CustomParser = OptionParsers.WholeNumber(1, MostReads),
        };
        var format = new Option<string>("--output", "-o")
        {
            Description = "How the result is written: text or json",
            DefaultValueFactory = _ => Text,
            CustomParser = OptionParsers.OneOf([Text, Json]),
        };
        format.CompletionSources.Add(Text, Json);

        var command = new DocumentedCommand(
            "verify",
            "Holds manifests, tables and records against each other, by every SHA-256.",
            """
            It lists and reads (s3:ListBucket, s3:GetObject), and writes nothing. Keys come from AWS_ACCESS_KEY_ID and
            AWS_SECRET_ACCESS_KEY, or from the AWS default chain (profiles, roles).

            Exit codes:
              0    all is whole
              1    something is missing, damaged or unexpected; each is named, with what to do
              2    something could not be checked, or there is nothing to check
              130  stopped

            Examples:
              # Everything below a prefix
              billing-operator verify --bucket s3://contoso-billing/pureconnect --region eu-central-1

              # One month of one event, from an S3-compatible store
              billing-operator verify --bucket s3://billing --endpoint https://minio.example --path-style nightly --period 2026-11

              # A copy, or what run --output wrote
              billing-operator verify --bucket out
            """
        )
        {
            name,
            period,
            concurrency,
            format,
        };
        foreach (var option in bucket.All)
        {
            command.Add(option);
        }
        command.SetAction(
            (result, cancellationToken) =>
                VerifyAsync(
                    new VerifyOptions
                    {
                        Bucket = bucket.Read(result),
                        Event = result.GetValue(name),
                        Period = result.GetRequiredValue(period) is var id && id == All ? null : id,
                        Concurrency = result.GetValue(concurrency),
                        IsJson = result.GetValue(format) == Json,
                    },
                    TimeProvider.System,
                    result.InvocationConfiguration.Output,
                    result.InvocationConfiguration.Error,
                    cancellationToken
                )
        );
        return command;
    }

    /// <summary>Verifies; results go to <paramref name="output"/>, all else to <paramref name="error"/>.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="MisuseException">Nothing was checked.</exception>
    internal static async Task<int> VerifyAsync(
        VerifyOptions options,
        TimeProvider time,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        if (options.Period is { } id && !BillingPeriod.TryParse(id, out _))
        {
            throw new MisuseException(
                $"--period '{id}': must be a month such as 2026-11, a day such as 2026-11-30, or all"
            );
        }
        if (options.Bucket is not { } address)
        {
            throw new MisuseException("verify needs --bucket: s3://BUCKET/PREFIX, or a folder with a copy of it");
        }
        var place = BucketOptions.Open(address, options.Concurrency, time);
        using var store = place.Store;
        var progress = new VerificationProgress();
        var scope = new VerificationScope
        {
            Prefix = place.Prefix,
            Event = options.Event,
            Period = options.Period,
            Concurrency = options.Concurrency,
        };
        try
        {
            var reports = await ProgressBar.ShowAsync(
                "Verifying",
                () => (progress.Checked, progress.Expected),
                CollectAsync(new BucketVerifier(store, scope, progress), cancellationToken)
            );
            if (options.IsJson)
            {
                VerificationJson.Write(output, place.Location, reports);
            }
            else
            {
                VerificationText.Write(output, place.Location, reports);
            }
            return reports.Count == 0 ? throw NothingThere(options, place)
                : reports.Any(report => report.Count(FindingSeverity.Difference) > 0) ? Different
                : reports.All(report => report.IsWhole) ? 0
                : Unchecked;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("billing-operator: stopped");
            return Stopped;
        }
        catch (ObjectStoreException failure)
        {
            throw new MisuseException(
                $"{place.Location} could not be checked: {failure.Failure}: {BucketOptions.InOptions(failure.Message)}",
                failure
            );
        }
    }

    // Without its records, which only its own verification needs.
    private static async Task<IReadOnlyList<PeriodReport>> CollectAsync(
        BucketVerifier verifier,
        CancellationToken cancellationToken
    )
    {
        var reports = new List<PeriodReport>();
        await foreach (var report in verifier.VerifyAsync(cancellationToken))
        {
            reports.Add(report.WithoutRecords());
        }
        return reports;
    }

    private static MisuseException NothingThere(VerifyOptions options, NamedPlace place)
    {
        var what = (options.Event, options.Period) switch
        {
            (null, null) => "no billing period of any event",
            ({ } name, null) => $"no billing period of event {name}",
            (null, { } period) => $"no billing period {period} of any event",
            var (name, period) => $"no billing period {period} of event {name}",
        };
        return new MisuseException(
            $"nothing was checked: there is {what} below {place.Location}. Name bucket and prefix as spec.s3 of the "
                + "settings does, or the folder above the events"
        );
    }
}
