using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Credentials;
using EncryptionType = BillingOperator.Api.Settings.EncryptionType;

namespace BillingOperator.Storage.S3;

/// <summary>
/// An S3 bucket, on AWS or on an S3-compatible store. What an instance learns of its store (whether conditional writes
/// are honoured) it remembers, so one instance is used for as long as the settings stay the same.
/// </summary>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private const int PageSize = 1000;
    private const int ReadTries = 3;

    /// <summary>For one operation with all its tries.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly S3Settings _settings;
    private readonly TimeProvider _time;
    private readonly S3Connection _connection;
    private readonly ConditionalWriter _writer;
    private readonly bool _eTagsAreMd5;

    /// <summary>Makes no request yet.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="secrets">The Secrets of the operator's own namespace; read at every request.</param>
    /// <param name="time">The clock, for retention and for renewing credentials.</param>
    /// <param name="maxConnections">Most connections at a time: the upload concurrency.</param>
    /// <param name="stsEndpoint">Another STS than AWS's; for tests and private clouds.</param>
    public S3ObjectStore(
        BillingServerSettingsSpec settings,
        ISecretReader secrets,
        TimeProvider time,
        int maxConnections = 32,
        Uri? stsEndpoint = null
    )
    {
        _settings = settings.S3 ?? new S3Settings();
        _time = time;
        _connection = new S3Connection(settings, secrets, time, maxConnections, stsEndpoint);
        _writer = new ConditionalWriter(_connection.Client, _settings, time);
        _eTagsAreMd5 = _settings.Encryption?.Type switch
        {
            EncryptionType.SseKms => false,
            EncryptionType.SseS3 => true,
            // A bucket on AWS may use KMS by its own default, and then its ETags only look like MD5.
            _ => _settings.Endpoint is not null,
        };
    }

    private AmazonS3Client Client => _connection.Client;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? continuation = null;
        do
        {
            var request = new ListObjectsV2Request
            {
                BucketName = _settings.Bucket,
                Prefix = prefix,
                MaxKeys = PageSize,
                ContinuationToken = continuation,
                ExpectedBucketOwner = _settings.ExpectedBucketOwner,
            };
            var page = await RunAsync(
                "LIST",
                prefix,
                token => Client.ListObjectsV2Async(request, token),
                cancellationToken
            );
            foreach (var item in page.S3Objects ?? [])
            {
                yield return new StoredObject(item.Key, item.Size ?? 0, _eTagsAreMd5 ? ETags.Md5Of(item.ETag) : null);
            }
            continuation = page.IsTruncated == true ? page.NextContinuationToken : null;
        } while (continuation is not null);
    }

    /// <inheritdoc/>
    public Task<RetrievedObject?> GetAsync(string key, CancellationToken cancellationToken) =>
        RunAsync("GET", key, token => ReadAsync(key, token), cancellationToken);

    /// <inheritdoc/>
    public Task<PutOutcome> PutAsync(ObjectToPut item, CancellationToken cancellationToken) =>
        RunAsync("PUT", item.Key, token => _writer.PutAsync(item, token), cancellationToken);

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _connection.Dispose();
    }

    private async Task<RetrievedObject?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest
        {
            BucketName = _settings.Bucket,
            Key = key,
            ExpectedBucketOwner = _settings.ExpectedBucketOwner,
        };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var response = await Client.GetObjectAsync(request, cancellationToken);
                var content = new byte[response.ContentLength];
                await response.ResponseStream.ReadExactlyAsync(content, cancellationToken);
                return new RetrievedObject(content, response.ETag);
            }
            catch (AmazonS3Exception error) when (error.ErrorCode == "NoSuchKey")
            {
                return null;
            }
            // The SDK tries again until the answer begins; a body cut short is left to its reader.
            catch (Exception error) when (error is IOException or HttpRequestException && attempt < ReadTries) { }
        }
    }

    private async Task<TResult> RunAsync<TResult>(
        string operation,
        string key,
        Func<CancellationToken, Task<TResult>> request,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _connection.PrepareAsync(either.Token);
            return await request(either.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            var endpoint = _settings.Endpoint ?? $"S3 in {_settings.Region ?? "us-east-1"}";
            var target = new S3Target(operation, $"s3://{_settings.Bucket}/{key}", endpoint);
            var failure = S3ErrorMap.Translate(error, target);
            throw failure.Failure == ObjectStoreFailure.AccessDenied && await IsOwnedByAnotherAsync(cancellationToken)
                ? S3ErrorMap.WrongOwner(error, target, _settings.ExpectedBucketOwner)
                : failure;
        }
    }

    /// <summary>Whether the bucket can be seen, if only its owner is not asked for: S3 says no more than "denied".</summary>
    private async Task<bool> IsOwnedByAnotherAsync(CancellationToken cancellationToken) =>
        _settings.ExpectedBucketOwner is { } owner
        && !await IsBucketSeenAsync(owner, cancellationToken)
        && await IsBucketSeenAsync(null, cancellationToken);

    private async Task<bool> IsBucketSeenAsync(string? owner, CancellationToken cancellationToken)
    {
        try
        {
            var request = new HeadBucketRequest { BucketName = _settings.Bucket, ExpectedBucketOwner = owner };
            await Client.HeadBucketAsync(request, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception)
        {
            return false;
        }
    }
}
