using System.CommandLine;
using BillingOperator.Billing.Validation;
using BillingOperator.Hosting;
using BillingOperator.Storage;

namespace BillingOperator.Commands;

/// <summary>The options by which a person names a bucket or a folder, and how it is reached.</summary>
internal sealed class BucketOptions
{
    // The store's texts name the fields of the settings, which are options here.
    private static readonly (string Field, string Option)[] Names =
    [
        ("spec.s3.bucket", "--bucket"),
        ("spec.s3.prefix", "--bucket"),
        ("spec.s3.region", "--region"),
        ("spec.s3.endpoint", "--endpoint"),
        ("spec.s3.forcePathStyle", "--path-style"),
        ("spec.s3.caBundle.inline", "--ca-bundle"),
        ("spec.s3.caBundle", "--ca-bundle"),
        ("spec.credentials.secretRef", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ("spec.credentials", "the credentials"),
    ];

    private readonly Option<string?> _bucket = new("--bucket")
    {
        Description = "What to look at without a cluster: s3://BUCKET/PREFIX, or a folder with a copy of it",
        HelpName = "PLACE",
    };

    private readonly Option<string?> _region = new("--region") { Description = "The bucket's AWS region" };

    private readonly Option<string?> _endpoint = new("--endpoint")
    {
        Description = "URL of an S3-compatible store",
        HelpName = "URL",
    };

    private readonly Option<bool> _pathStyle = new("--path-style")
    {
        Description = "Put the bucket into the URL's path instead of its host name",
    };

    private readonly Option<string?> _caBundle = new("--ca-bundle")
    {
        Description = "PEM file with the authority of the endpoint's certificate",
        HelpName = "FILE",
    };

    /// <summary>All of them, for the command.</summary>
    public IEnumerable<Option> All => [_bucket, _region, _endpoint, _pathStyle, _caBundle];

    /// <summary>The bucket or folder that is named; <see langword="null"/> where none is.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="ofCluster">Options that do not fit a bucket: how a cluster is reached.</param>
    /// <exception cref="MisuseException">The options do not fit each other.</exception>
    public BucketAddress? Read(ParseResult arguments, IEnumerable<Option> ofCluster)
    {
        if (arguments.GetValue(_bucket) is { } place)
        {
            if (Given(ofCluster, arguments) is { } other)
            {
                throw new MisuseException(
                    $"{other.Name} is about a cluster, and --bucket needs none: leave one of them out"
                );
            }
            if (
                !BucketAddress.IsBucket(place)
                && Given([_region, _endpoint, _pathStyle, _caBundle], arguments) is { } s3
            )
            {
                throw new MisuseException($"{s3.Name} is about S3, and --bucket {place} names a folder: leave it out");
            }
            return new BucketAddress
            {
                Location = place,
                Region = arguments.GetValue(_region),
                Endpoint = arguments.GetValue(_endpoint),
                IsPathStyle = arguments.GetValue(_pathStyle),
                CaBundle = ReadCaBundle(arguments),
            };
        }
        return Given([_region, _endpoint, _pathStyle], arguments) is { } lonely
            ? throw new MisuseException(
                $"{lonely.Name} needs --bucket: of a cluster, the settings say where the bucket is"
            )
            : null;
    }

    private static Option? Given(IEnumerable<Option> options, ParseResult arguments) =>
        options.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false });

    /// <summary>The certificates that are named; <see langword="null"/> where none are.</summary>
    /// <exception cref="MisuseException">They cannot be read.</exception>
    public string? ReadCaBundle(ParseResult arguments) =>
        arguments.GetValue(_caBundle) is { } file ? CaBundleFile.Read(file) : null;

    /// <summary>Opens it, with the keys of whoever runs the program.</summary>
    /// <exception cref="MisuseException">It is no place that can be looked at.</exception>
    public static NamedPlace Open(BucketAddress address, int concurrency, TimeProvider time)
    {
        var place = address.Location;
        if (!BucketAddress.IsBucket(place))
        {
            return place.Contains("://", StringComparison.Ordinal)
                    ? throw new MisuseException($"--bucket {place}: must be s3://BUCKET/PREFIX or a folder")
                : Directory.Exists(place)
                    ? new NamedPlace(ObjectStoreFactory.OpenFolder(place), Path.GetFullPath(place), Prefix: null)
                : throw new MisuseException(
                    $"--bucket {place}: there is no such folder; a bucket is s3://BUCKET/PREFIX"
                );
        }
        var settings = ObjectStoreFactory.SettingsOf(address);
        return BillingServerSettingsValidator.Validate(settings) is [var error, ..]
            ? throw new MisuseException(InOptions($"{error}"))
            : new NamedPlace(
                new ObjectStoreFactory(secrets: null, time).Open(settings, concurrency),
                ObjectStoreFactory.LocationOf(settings)!,
                ObjectStoreFactory.PrefixOf(settings)
            );
    }

    /// <summary>A text about settings, in the words of these options.</summary>
    public static string InOptions(string text) =>
        Names.Aggregate(text, (said, name) => said.Replace(name.Field, name.Option, StringComparison.Ordinal));
}
