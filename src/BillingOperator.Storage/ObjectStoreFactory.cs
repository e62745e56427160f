using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Runs;
using BillingOperator.Storage.Credentials;
using BillingOperator.Storage.Folders;
using BillingOperator.Storage.S3;

namespace BillingOperator.Storage;

/// <summary>
/// What settings say of their store: where it is, which Secrets it needs, and how it is opened. Nobody else knows which kinds
/// of stores there are.
/// </summary>
/// <param name="secrets">
/// The Secrets of the operator's own namespace; read at every request. <see langword="null"/> where there is no cluster: in
/// the place of the keys of a Secret come those of whoever runs the program, by the AWS default chain.
/// </param>
/// <param name="time">The clock, for retention and for renewing credentials.</param>
public sealed class ObjectStoreFactory(ISecretReader? secrets, TimeProvider time)
{
    /// <summary>The place that settings name, as statuses have it: <c>s3://bucket/prefix</c>.</summary>
    /// <returns><see langword="null"/> where they name no place.</returns>
    public static string? LocationOf(BillingServerSettingsSpec settings) => S3Location.Of(settings.S3);

    /// <summary>What all object keys start with; <see langword="null"/> for nothing.</summary>
    public static string? PrefixOf(BillingServerSettingsSpec settings) => settings.S3?.Prefix;

    /// <summary>The same settings for another place at the same store.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="location">The place, as <see cref="LocationOf"/> gives it.</param>
    /// <returns>
    /// <see langword="null"/> where it is at another store: credentials are shown to none but their own.
    /// </returns>
    public static BillingServerSettingsSpec? At(BillingServerSettingsSpec settings, string location) =>
        settings.S3 is not null && S3Location.AtSameStore(settings.S3, location) is { } s3
            ? settings with
            {
                S3 = s3,
            }
            : null;

    /// <summary>The same settings with the CA bundle that their Secret holds, where no cluster can be asked for that.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="pem">The bundle.</param>
    /// <returns><see langword="null"/> where they name no Secret for it: nothing else overrules settings.</returns>
    public static BillingServerSettingsSpec? WithCaBundle(BillingServerSettingsSpec settings, string pem) =>
        settings.S3 is { CaBundle.SecretRef: not null } s3
            ? settings with
            {
                S3 = s3 with { CaBundle = new CaBundle { Inline = pem } },
            }
            : null;

    /// <summary>
    /// The settings that a person's address of a bucket comes to; not validated. Whoever writes <c>http://</c> allows it.
    /// </summary>
    public static BillingServerSettingsSpec SettingsOf(BucketAddress address)
    {
        var place = S3Location.Parse(address.Location);
        var endpoint = address.Endpoint ?? place.Endpoint;
        return new BillingServerSettingsSpec
        {
            S3 = place with
            {
                Region = address.Region,
                Endpoint = endpoint,
                ForcePathStyle = address.IsPathStyle,
                AllowInsecureEndpoint = endpoint?.StartsWith("http://", StringComparison.OrdinalIgnoreCase),
                CaBundle = address.CaBundle is { } pem ? new CaBundle { Inline = pem } : null,
            },
            Credentials = new CredentialsSettings { WorkloadIdentity = new WorkloadIdentity() },
        };
    }

    /// <summary>Names of the Secrets that the store needs.</summary>
    public static IEnumerable<string> SecretsOf(BillingServerSettingsSpec settings) =>
        new[] { settings.Credentials?.SecretRef?.Name, settings.S3?.CaBundle?.SecretRef?.Name }.OfType<string>();

    /// <summary>Opens the store of valid settings; connects with the first request.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="maxConnections">Most connections at a time: the upload concurrency.</param>
    public IOpenStore Open(BillingServerSettingsSpec settings, int maxConnections = RunSpec.DefaultConcurrency) =>
        new S3ObjectStore(settings, secrets, time, maxConnections);

    /// <summary>Opens a folder with the layout of a bucket.</summary>
    public static IOpenStore OpenFolder(string folder) => new FolderObjectStore(folder);
}
