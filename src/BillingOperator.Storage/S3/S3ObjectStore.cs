using System.Net;
using System.Runtime.CompilerServices;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Runs;
using BillingOperator.Storage.Credentials;
using BillingOperator.Storage.Failures;
using BillingOperator.Storage.Http;
using static BillingOperator.Billing.ObjectStores.ObjectStoreFailure;

namespace BillingOperator.Storage.S3;

/// <summary>
/// An S3 bucket, on AWS or on an S3-compatible store. What an instance learns of its store (whether conditional writes
/// are honoured) it remembers, so one instance is used for as long as the settings stay the same.
/// </summary>
public sealed class S3ObjectStore : IOpenStore
{
    private const int PageSize = 1000;
    private const int ReadTries = 3;

    /// <summary>Empty pages in a row that may be deleted objects of a bucket with versions.</summary>
    private const int MostEmptyPages = 100;

    /// <summary>For one operation with all its tries.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    /// <summary>What the store said so long before an operation tells of it too.</summary>
    private static readonly TimeSpan JustBefore = TimeSpan.FromSeconds(10);

    private readonly S3Settings _settings;
    private readonly TimeProvider _time;
    private readonly S3Connection _connection;
    private readonly ConditionalWriter _writer;

    /// <summary>Makes no request yet.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="secrets">
    /// The Secrets of the operator's own namespace; read at every request. <see langword="null"/> without a cluster.
    /// </param>
    /// <param name="time">The clock, for retention and for renewing credentials.</param>
    /// <param name="maxConnections">Most connections at a time: the upload concurrency.</param>
    /// <param name="stsEndpoint">Another STS than AWS's; for tests and private clouds.</param>
    public S3ObjectStore(
        BillingServerSettingsSpec settings,
        ISecretReader? secrets,
        TimeProvider time,
        int maxConnections = RunSpec.DefaultConcurrency,
        Uri? stsEndpoint = null
    )
    {
        _settings = settings.S3 ?? new S3Settings();
        _time = time;
        _connection = new S3Connection(settings, secrets, time, maxConnections, stsEndpoint);
        _writer = new ConditionalWriter(_connection.Client, _settings, time);
    }

    private AmazonS3Client Client => _connection.Client;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? continuation = null;
        var lastKey = "";
        var emptyPages = 0;
        do
        {
            var page = await RunAsync(
                "LIST",
                prefix,
                token => ListPageAsync(prefix, continuation, token),
                cancellationToken
            );
            foreach (var item in page.S3Objects ?? [])
            {
                yield return new StoredObject(item.Key, item.Size, ETags.Md5Of(item.ETag));
            }
            var next = page.IsTruncated == true ? page.NextContinuationToken : null;
            var newest = page.S3Objects is [.., { } last] ? last.Key : null;
            emptyPages = newest is null ? emptyPages + 1 : 0;
            if (next is not null && (next == continuation || newest == lastKey || emptyPages == MostEmptyPages))
            {
                throw new ObjectStoreException(
                    StoreError,
                    $"LIST {LocationOf(prefix)}: the store's listing goes round in circles; look into the store's own log"
                );
            }
            (continuation, lastKey) = (next, newest ?? lastKey);
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

    private async Task<ListObjectsV2Response> ListPageAsync(
        string prefix,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var request = new ListObjectsV2Request
        {
            BucketName = _settings.Bucket,
            Prefix = prefix,
            MaxKeys = PageSize,
            ContinuationToken = continuation,
            ExpectedBucketOwner = _settings.ExpectedBucketOwner,
        };
        try
        {
            var page = await Client.ListObjectsV2Async(request, cancellationToken);
            // The SDK makes an empty page of anything that is no listing.
            return page.IsTruncated is null && page.S3Objects is not { Count: > 0 }
                ? throw new ForeignAnswerException((int)page.HttpStatusCode, "no listing")
                : page;
        }
        catch (Exception error) when (error is XmlException or FormatException or AmazonUnmarshallingException)
        {
            throw new ForeignAnswerException((int)HttpStatusCode.OK, $"no listing: {error.Message}");
        }
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
                using var content = new MemoryStream();
                await response.ResponseStream.CopyToAsync(content, cancellationToken);
                return new RetrievedObject(
                    content.GetBuffer().AsMemory(0, (int)content.Length),
                    response.Metadata[AnswerGuard.ETagMark]
                );
            }
            catch (AmazonS3Exception error) when (error.ErrorCode == "NoSuchKey")
            {
                return null;
            }
            // The SDK tries again until the answer begins; a body cut short is left to its reader.
            catch (Exception error) when (error is IOException or HttpRequestException && attempt < ReadTries)
            {
                await RetryPause.AfterAsync(attempt, _time, cancellationToken);
            }
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
        var endpoint = _settings.Endpoint ?? $"S3 in {_settings.Region ?? "us-east-1"}";
        var target = new S3Target(operation, LocationOf(key), endpoint);
        var since = _time.GetTimestamp() - (long)(JustBefore.TotalSeconds * _time.TimestampFrequency);
        await PrepareAsync(either.Token, cancellationToken);
        try
        {
            return await request(either.Token);
        }
        catch (OperationCanceledException late) when (_connection.LastWord.Since(since) is { } told)
        {
            var failure = S3ErrorMap.Translate(told, target);
            throw cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(late.Message, failure, cancellationToken)
                : failure;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = S3ErrorMap.Translate(error, target);
            if (
                error is not AmazonS3Exception refusal
                || failure.Failure is not (AccessDenied or StoreError or NotAnS3Store)
                || (int)refusal.StatusCode is not (400 or 403 or 405 or 411 or 501)
                || !await IsOwnerTheFaultAsync(cancellationToken)
            )
            {
                throw failure;
            }
            throw failure.Failure == AccessDenied
                ? S3ErrorMap.WrongOwner(error, target, _settings.ExpectedBucketOwner)
                : S3ErrorMap.Translate(new RefusedHeaderException([AskedHeader.Owner], refusal), target);
        }
    }

    private async Task PrepareAsync(CancellationToken deadline, CancellationToken cancellationToken)
    {
        try
        {
            await _connection.PrepareAsync(deadline);
        }
        catch (Exception error) when (error is not ObjectStoreException && !cancellationToken.IsCancellationRequested)
        {
            throw error is OperationCanceledException
                ? S3ErrorMap.Translate(error, S3Target.Sts("Get", "the credentials"))
                : new ObjectStoreException(
                    InvalidCredentials,
                    $"the credentials cannot be read: {error.Message}; check spec.credentials and what it refers to",
                    error
                );
        }
    }

    private string LocationOf(string key) => $"s3://{_settings.Bucket}/{key}";

    /// <summary>Whether the bucket can be seen, if only its owner is not asked for: S3 says no more than "denied".</summary>
    private async Task<bool> IsOwnerTheFaultAsync(CancellationToken cancellationToken) =>
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
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
