using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Credentials;
using BillingOperator.Storage.Http;

namespace BillingOperator.Storage.S3;

/// <summary>The SDK's client, set up for AWS or for an S3-compatible store, with everything it rests on.</summary>
internal sealed class S3Connection : IDisposable
{
    private const string DefaultRegion = "us-east-1";
    private const string DefaultCaBundleKey = "ca.crt";

    /// <summary>Tries after the first.</summary>
    private const int Retries = 2;

    private readonly RequestCounter _http;
    private readonly SharedHttpClientFactory _httpClients;
    private readonly PreparedCredentials _credentials;

    public S3Connection(
        BillingServerSettingsSpec settings,
        ISecretReader? secrets,
        TimeProvider time,
        int maxConnections,
        Uri? stsEndpoint
    )
    {
        var s3 = settings.S3 ?? new S3Settings();
        var region = RegionEndpoint.GetBySystemName(s3.Region ?? DefaultRegion);
        LastWord = new LastWord(time);
        _http = new RequestCounter(
            new AnswerGuard(new TrustingHandler(() => ReadCaBundle(s3.CaBundle, secrets), maxConnections), LastWord)
        );
        _httpClients = new SharedHttpClientFactory(_http);
        _credentials = CreateCredentials(settings.Credentials, secrets, time, region, stsEndpoint);
        Client = new AmazonS3Client(_credentials, Configure(s3, region));
    }

    /// <summary>The client; every use of it comes after <see cref="PrepareAsync"/>.</summary>
    public AmazonS3Client Client { get; }

    /// <summary>What the store, or whatever answers in its place, said last.</summary>
    public LastWord LastWord { get; }

    /// <summary>Gets the credentials of this moment.</summary>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await _credentials.PrepareAsync(cancellationToken);

    public void Dispose()
    {
        Client.Dispose();
        (_credentials as IDisposable)?.Dispose();
        _http.Dispose();
    }

    private static string? ReadCaBundle(CaBundle? bundle, ISecretReader? secrets) =>
        bundle switch
        {
            { Inline: { } pem } => pem,
            { SecretRef: { } secretRef } when secrets is null => throw new ObjectStoreException(
                ObjectStoreFailure.SecretNotFound,
                $"spec.s3.caBundle is in Secret \"{secretRef.Name}\", which cannot be read without a cluster; give the "
                    + "certificates by --ca-bundle FILE"
            ),
            { SecretRef: { } secretRef } => secrets!.ReadText(
                secretRef.Name ?? "",
                secretRef.Key ?? DefaultCaBundleKey
            ),
            _ => null,
        };

    private AmazonS3Config Configure(S3Settings s3, RegionEndpoint region)
    {
        var config = Common(
            new AmazonS3Config
            {
                ForcePathStyle = s3.ForcePathStyle ?? false,
                // The SHA-256 is sent along anyway, and the SDK's trailing checksums are refused by other stores.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
                UseArnRegion = false,
                USEast1RegionalEndpointValue = S3UsEast1RegionalEndpointValue.Regional,
            }
        );
        // The SDK lets the later of the two win.
        if (s3.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = region.SystemName;
        }
        else
        {
            config.RegionEndpoint = region;
        }
        return config;
    }

    private PreparedCredentials CreateCredentials(
        CredentialsSettings? settings,
        ISecretReader? secrets,
        TimeProvider time,
        RegionEndpoint region,
        Uri? stsEndpoint
    )
    {
        var stsConfig = Common(new AmazonSecurityTokenServiceConfig());
        if (stsEndpoint is not null)
        {
            stsConfig.ServiceURL = stsEndpoint.AbsoluteUri;
            stsConfig.AuthenticationRegion = region.SystemName;
        }
        else
        {
            stsConfig.RegionEndpoint = region;
        }
        PreparedCredentials source =
            secrets is null ? new WorkloadCredentials(isPersons: true)
            : settings?.SecretRef is { } secretRef ? new SecretCredentials(secretRef, secrets)
            : new WorkloadCredentials(isPersons: false);
        return settings?.AssumeRole is { } role
            ? new AssumedRoleCredentials(role, source, new AmazonSecurityTokenServiceClient(source, stsConfig), time)
            : source;
    }

    private TConfig Common<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        // The settings say where the bucket is: neither AWS_* nor ~/.aws/config overrules them.
        config.IgnoreConfiguredEndpointUrls = true;
        config.UseFIPSEndpoint = false;
        config.UseDualstackEndpoint = false;
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.HttpClientFactory = _httpClients;
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = Retries;
        // A wrong clock on a machine that bills is to be set right, not worked around.
        config.DisableClockSkewCorrection = true;
        config.DisableLogging = true;
        return config;
    }
}
