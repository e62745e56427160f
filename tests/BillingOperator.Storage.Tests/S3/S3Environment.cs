using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Storage.S3;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>The S3 server of all tests here, and stores on buckets of their own.</summary>
public sealed class S3Environment : IAsyncLifetime
{
    /// <summary>The name of the Secret with the server's good keys.</summary>
    public const string GoodKeys = "good-keys";

    private readonly List<S3ObjectStore> _stores = [];

    public S3Server Server { get; private set; } = null!;

    /// <summary>Looks into buckets past the product's code.</summary>
    public AmazonS3Client Admin { get; private set; } = null!;

    public SecretShelf Secrets { get; } = new();

    public async Task InitializeAsync()
    {
        Server = await S3Server.StartAsync();
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

    /// <summary>A second user, who may do nothing yet.</summary>
    public Task CreateUserAsync(string user, string accessKeyId, string secretAccessKey) =>
        Server.RadosGwAdminAsync([
            "user",
            "create",
            "--uid",
            user,
            "--display-name",
            user,
            .. Keys(accessKeyId, secretAccessKey),
        ]);

    /// <summary>Gives a user these permissions on a bucket, and no other.</summary>
    public Task AllowAsync(string bucket, string user, string actions) =>
        Admin.PutBucketPolicyAsync(
            bucket,
            $$"""
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow", "Action": ["{{actions}}"], "Principal": {"AWS": ["arn:aws:iam:::user/{{user}}"]},
                "Resource": ["arn:aws:s3:::{{bucket}}", "arn:aws:s3:::{{bucket}}/*"]
              }]
            }
            """
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

    public S3ObjectStore Store(BillingServerSettingsSpec settings, TimeProvider? time = null, Uri? sts = null)
    {
        var store = new S3ObjectStore(settings, Secrets, time ?? TimeProvider.System, stsEndpoint: sts);
        _stores.Add(store);
        return store;
    }

    private static string[] Keys(string accessKeyId, string secretAccessKey) =>
        ["--access-key", accessKeyId, "--secret-key", secretAccessKey];

    public async Task DisposeAsync()
    {
        _stores.ForEach(store => store.Dispose());
        Admin.Dispose();
        await Server.DisposeAsync();
    }
}
