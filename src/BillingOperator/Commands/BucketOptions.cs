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
    /// <exception cref="MisuseException">No bucket is named, and how it is reached.</exception>
    public BucketAddress? Read(ParseResult arguments)
    {
        if (arguments.GetValue(_bucket) is { } place)
        {
            return new BucketAddress
            {
                Location = place,
                Region = arguments.GetValue(_region),
                Endpoint = arguments.GetValue(_endpoint),
                IsPathStyle = arguments.GetValue(_pathStyle),
                CaBundle = ReadCaBundle(arguments),
            };
        }
        return
            new Option[] { _region, _endpoint, _pathStyle }.FirstOrDefault(it =>
                arguments.GetResult(it) is { Implicit: false }
            )
                is { } lonely
            ? throw new MisuseException(
                $"{lonely.Name} needs --bucket: of a cluster, the settings say where the bucket is"
            )
            : null;
    }

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
