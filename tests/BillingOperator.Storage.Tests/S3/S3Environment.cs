using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Storage.S3;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>A real S3 server, and stores on buckets of their own.</summary>
public abstract class S3Environment : IAsyncLifetime
{
    /// <summary>The name of the Secret with the server's good keys.</summary>
    public const string GoodKeys = "good-keys";

    private readonly List<S3ObjectStore> _stores = [];

    /// <summary>The server.</summary>
    public IS3Server Server { get; private set; } = null!;

    /// <summary>Looks into buckets past the product's code.</summary>
    public AmazonS3Client Admin { get; private set; } = null!;

    public SecretsFake Secrets { get; } = new();

    protected abstract Task<IS3Server> StartAsync();

    public async Task InitializeAsync()
    {
        Server = await StartAsync();
        Secrets.SetKeys(GoodKeys, Server.AccessKeyId, Server.SecretAccessKey);
        Admin = new AmazonS3Client(
            Server.AccessKeyId,
            Server.SecretAccessKey,
            new AmazonS3Config
            {
                ServiceURL = Server.Endpoint.AbsoluteUri,
                AuthenticationRegion = "us-east-1",
                ForcePathStyle = true,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            }
        );
    }

    public async Task<string> CreateBucketAsync(bool objectLock = false)
    {
        var bucket = $"storage-{Guid.NewGuid():n}";
        await Admin.PutBucketAsync(
            new PutBucketRequest { BucketName = bucket, ObjectLockEnabledForBucket = objectLock }
        );
        return bucket;
    }

    /// <summary>Lets a bucket keep every version of its objects.</summary>
    public Task VersionAsync(string bucket) =>
        Admin.PutBucketVersioningAsync(
            new PutBucketVersioningRequest
            {
                BucketName = bucket,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
            }
        );

    /// <summary>Settings for a bucket, with the good keys.</summary>
    public BillingServerSettingsSpec Settings(string bucket, Func<S3Settings, S3Settings>? change = null)
    {
        var s3 = new S3Settings
        {
            Bucket = bucket,
            Endpoint = Server.Endpoint.AbsoluteUri.TrimEnd('/'),
            ForcePathStyle = true,
            AllowInsecureEndpoint = true,
        };
        return new BillingServerSettingsSpec
        {
            S3 = change is null ? s3 : change(s3),
            Credentials = new() { SecretRef = new() { Name = GoodKeys } },
        };
    }

    public S3ObjectStore Store(string bucket, Func<S3Settings, S3Settings>? change = null) =>
        Store(Settings(bucket, change));

    public S3ObjectStore Store(
        BillingServerSettingsSpec settings,
        TimeProvider? time = null,
        Uri? sts = null,
        int maxConnections = 32
    )
    {
        var store = new S3ObjectStore(settings, Secrets, time ?? TimeProvider.System, maxConnections, sts);
        _stores.Add(store);
        return store;
    }

    public async Task DisposeAsync()
    {
        _stores.ForEach(store => store.Dispose());
        Admin.Dispose();
        await Server.DisposeAsync();
    }
}
