using System.CommandLine;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Reports;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Verification;
using BillingOperator.Hosting;
using BillingOperator.Storage;
using BillingOperator.Terminal;

namespace BillingOperator.Commands;

/// <summary>
/// <c>verify</c>: holds cluster, manifests, tables and records against each other. Exit code 0 if all is whole, 1 if something
/// differs, 2 if something could not be checked, 130 if it was stopped.
/// </summary>
internal static class VerifyCommand
{
    private const int Different = 1;
    private const int Unchecked = 2;

    private const int MostReads = 256;
    private const string All = "all";

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var name = new Argument<string?>("EVENT")
        {
            Description = "The BillingEvent to verify; by default all",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.Validators.Add(CommandLineError.RefuseMisspeltOptions);
        var bucket = new BucketOptions();
        var cluster = new ClusterOptions();
        var period = new Option<string?>("--period")
        {
            Description =
                "Billing period, such as 2026-11 or 2026-11-30, or all; by default all of a bucket, and of a cluster the last "
                + "one and the current one",
            HelpName = "PERIOD",
        };
        var operatorNamespace = new Option<string>("--operator-namespace")
        {
            Description = "Namespace of the operator, with the Secrets that settings name",
            HelpName = "NAME",
            DefaultValueFactory = _ => "billing-system",
        };
        var concurrency = new Option<int>("--concurrency")
        {
            Description = "Objects read at the same time",
            DefaultValueFactory = _ => RunSpec.DefaultConcurrency,
            CustomParser = OptionParsers.WholeNumber(1, MostReads),
        };
        var format = OutputFormat.Option();

        var command = new DocumentedCommand(
            "verify",
            "Holds cluster, manifests, tables and records against each other, by every SHA-256.",
            """
            Without --bucket it holds the cluster's settings, events and tenants, the event's status and the bucket against
            each other, with your rights there; keys of the bucket come from the Secret that the settings name, where you
            may read it. With --bucket it needs no cluster: the pointer, the manifest, the table and the records are held
            against each other, and what no run names is named. Otherwise keys come from AWS_ACCESS_KEY_ID and
            AWS_SECRET_ACCESS_KEY, or from the AWS default chain (profiles, roles). It lists and reads (s3:ListBucket,
            s3:GetObject), and writes nothing.

            Exit codes:
              0    all is whole
              1    something is missing, damaged or unexpected; each is named, with what to do
              2    something could not be checked, or there is nothing to check
              130  stopped

            Examples:
              # All events of the cluster
              billing-operator verify

              # One event, every month
              billing-operator verify nightly --period all

              # Without a cluster, everything below a prefix
              billing-operator verify --bucket s3://contoso-billing/pureconnect --region eu-central-1

              # One month of one event, from an S3-compatible store
              billing-operator verify nightly --period 2026-11 --bucket s3://billing --endpoint https://minio.example --path-style

              # A copy, or what run --output wrote
              billing-operator verify --bucket out
            """
        )
        {
            name,
            period,
            operatorNamespace,
            concurrency,
            format,
        };
        foreach (var option in bucket.All.Concat(cluster.All))
        {
            command.Add(option);
        }
        command.SetAction(
            (result, cancellationToken) =>
                VerifyAsync(
                    new VerifyOptions
                    {
                        Bucket = bucket.Read(result, cluster.All),
                        Event = result.GetValue(name),
                        Period = result.GetValue(period) is var id && id == All ? null : id,
                        IsAllPeriods = id == All,
                        OperatorNamespace = result.GetRequiredValue(operatorNamespace),
                        CaBundle = bucket.ReadCaBundle(result),
                        Concurrency = result.GetValue(concurrency),
                        IsJson = OutputFormat.IsJson(result, format),
                    },
                    () => cluster.Open(result),
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
        Func<ClusterAccess> openCluster,
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
        var progress = new VerificationProgress();
        try
        {
            var (reports, hasUnchecked) = await ProgressBar.ShowAsync(
                "Verifying",
                () => (progress.Checked, progress.Expected),
                options.Bucket is { } bucket
                    ? VerifyBucketAsync(options, bucket, progress, time, cancellationToken)
                    : VerifyClusterAsync(options, openCluster, progress, time, error, cancellationToken)
            );
            if (options.IsJson)
            {
                VerificationJson.Write(output, reports);
            }
            else
            {
                VerificationText.Write(output, reports);
            }
            return reports.Any(report => report.Count(FindingSeverity.Difference) > 0) ? Different
                : hasUnchecked || reports.Any(report => !report.IsWhole) ? Unchecked
                : 0;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("billing-operator: stopped");
            return ExitCodes.Stopped;
        }
    }

    private static async Task<(IReadOnlyList<PeriodReport> Reports, bool HasUnchecked)> VerifyBucketAsync(
        VerifyOptions options,
        BucketAddress address,
        VerificationProgress progress,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var place = BucketOptions.Open(address, options.Concurrency, time);
        using var store = place.Store;
        var scope = new VerificationScope
        {
            Prefix = place.Prefix,
            Event = options.Event,
            Period = options.Period,
            Concurrency = options.Concurrency,
        };
        var reports = new List<PeriodReport>();
        try
        {
            await foreach (var report in new BucketVerifier(store, scope, progress).VerifyAsync(cancellationToken))
            {
                reports.Add(report.WithoutRecords() with { Location = place.Location });
            }
        }
        catch (ObjectStoreException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MisuseException(
                $"{place.Location} could not be checked: {failure.Failure}: {BucketOptions.InOptions(failure.Message)}",
                failure
            );
        }
        return reports.Count > 0 ? (reports, false) : throw NothingThere(options, place);
    }

    private static async Task<(IReadOnlyList<PeriodReport> Reports, bool HasUnchecked)> VerifyClusterAsync(
        VerifyOptions options,
        Func<ClusterAccess> open,
        VerificationProgress progress,
        TimeProvider time,
        TextWriter notes,
        CancellationToken cancellationToken
    )
    {
        using var cluster = open();
        var verification = new ClusterVerification(cluster, options, progress, time, notes);
        try
        {
            var reports = await verification.VerifyAsync(cancellationToken);
            return (reports, verification.HasUnchecked);
        }
        catch (Exception failure)
            when (!cancellationToken.IsCancellationRequested && cluster.Explain(failure) is { } why)
        {
            throw new MisuseException($"nothing was checked: {why}", failure);
        }
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
