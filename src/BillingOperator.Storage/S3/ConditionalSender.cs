using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Http;

namespace BillingOperator.Storage.S3;

/// <summary>Sends one write: plain, under a conditional header, or after a look at what is there.</summary>
internal sealed class ConditionalSender(AmazonS3Client client, S3Settings settings, TimeProvider time) : IDisposable
{
    private readonly PutSender _sender = new(client, settings, time);

    /// <summary>Writes, whatever is there.</summary>
    public Task<PutOutcome> PutAsync(ObjectToPut item, CancellationToken cancellationToken) =>
        _sender.SendAsync(item, condition: null, namesFault: true, cancellationToken);

    /// <summary>Writes under <c>If-None-Match: *</c>.</summary>
    public Task<PutOutcome> PutIfNoneMatchAsync(
        ObjectToPut item,
        bool namesFault,
        CancellationToken cancellationToken
    ) => _sender.SendAsync(item, put => put.IfNoneMatch = "*", namesFault, cancellationToken);

    /// <summary>Writes under <c>If-Match</c>.</summary>
    public Task<PutOutcome> PutIfMatchAsync(ObjectToPut item, string eTag, CancellationToken cancellationToken) =>
        _sender.SendAsync(item, put => put.IfMatch = eTag, namesFault: false, cancellationToken);

    /// <summary>Looks whether the condition holds, then writes.</summary>
    /// <param name="item">What to write.</param>
    /// <param name="eTag">The ETag of the object that may be there; <see langword="null"/> where none may.</param>
    /// <param name="cancellationToken">Stops between the two.</param>
    public async Task<PutOutcome> LookAndPutAsync(
        ObjectToPut item,
        string? eTag,
        CancellationToken cancellationToken
    ) =>
        await IsRefusedAsync(item, eTag, cancellationToken)
            ? PutOutcome.PreconditionFailed
            : await PutAsync(item, cancellationToken);

    /// <summary>Whether a look at the object shows that the condition does not hold; where it must not be written twice.</summary>
    public async Task<bool> IsRefusedAsync(ObjectToPut item, string? eTag, CancellationToken cancellationToken) =>
        !item.Condition.MayRepeat
        && await HeadAsync(item.Key, cancellationToken) is { IsKnown: true } current
        && current.Value != eTag;

    /// <summary>Whether a refusal may be about a header that the settings did not ask for.</summary>
    public bool MayBeAboutHeader(AmazonS3Exception error) => _sender.MayBeAboutHeader(error);

    /// <inheritdoc/>
    public void Dispose() => _sender.Dispose();

    private async Task<KnownETag> HeadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var head = await client.GetObjectMetadataAsync(
                new GetObjectMetadataRequest
                {
                    BucketName = settings.Bucket,
                    Key = key,
                    ExpectedBucketOwner = settings.ExpectedBucketOwner,
                },
                cancellationToken
            );
            return new KnownETag(true, head.ETag ?? throw new ForeignAnswerException((int)head.HttpStatusCode, ""));
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return new KnownETag(true, null);
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.Forbidden)
        {
            return KnownETag.Denied;
        }
    }
}
