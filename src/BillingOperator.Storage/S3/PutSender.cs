using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Failures;

namespace BillingOperator.Storage.S3;

/// <summary>
/// Sends PUTs in the form that the store takes. Headers that nobody asked for are left out from then on where the store
/// refuses them; of those that the settings ask for, the probe finds out which one it is.
/// </summary>
internal sealed class PutSender : IDisposable
{
    private const int ConflictTries = 6;
    private static readonly TimeSpan ConflictPause = TimeSpan.FromMilliseconds(50);

    private readonly AmazonS3Client _client;
    private readonly S3Settings _settings;
    private readonly TimeProvider _time;
    private readonly PutRequests _requests;
    private readonly SemaphoreSlim _exploring = new(1, 1);
    private volatile PutForm _form;
    private volatile bool _isProved;
    private volatile bool _isDenied;

    public PutSender(AmazonS3Client client, S3Settings settings, TimeProvider time)
    {
        (_client, _settings, _time) = (client, settings, time);
        _requests = new PutRequests(settings, time);
        _form = PutRequests.FullForm(settings);
    }

    public void Dispose() => _exploring.Dispose();

    /// <summary>Sends a PUT.</summary>
    /// <param name="item">What to write.</param>
    /// <param name="condition">Sets the conditional header; <see langword="null"/> for none.</param>
    /// <param name="namesFault">Whether a header that the settings ask for may be looked for, where nothing else helps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PutOutcome> SendAsync(
        ObjectToPut item,
        Action<PutObjectRequest>? condition,
        bool namesFault,
        CancellationToken cancellationToken
    )
    {
        var form = _form;
        try
        {
            return await SendAsync(_requests, form, item, condition, cancellationToken);
        }
        catch (AmazonS3Exception refusal) when (MayBeAboutHeader(refusal))
        {
            if (await TryPlainerAsync(form, item, condition, cancellationToken) is { } outcome)
            {
                return outcome;
            }
            if (namesFault && item.Condition.MayRepeat)
            {
                await FindAskedAsync(refusal, item, condition, cancellationToken);
                _isDenied = refusal.StatusCode == HttpStatusCode.Forbidden;
            }
            throw;
        }
    }

    /// <summary>Whether a refusal may be about a header, and not about the bucket, the credentials or the content.</summary>
    public bool MayBeAboutHeader(AmazonS3Exception refusal) =>
        refusal.StatusCode switch
        {
            HttpStatusCode.BadRequest => !S3ErrorMap.IsKnown(refusal.ErrorCode),
            HttpStatusCode.LengthRequired
            or HttpStatusCode.MethodNotAllowed
            or HttpStatusCode.UnsupportedMediaType
            or HttpStatusCode.NotImplemented => true,
            // Far more often a permission; but a store that took the same headers before does not mean them now, and one
            // that denied the write without them does not either.
            HttpStatusCode.Forbidden => !_isProved && !_isDenied && refusal.ErrorCode is "AccessDenied" or "Forbidden",
            _ => false,
        };

    private async Task<PutOutcome?> TryPlainerAsync(
        PutForm refused,
        ObjectToPut item,
        Action<PutObjectRequest>? condition,
        CancellationToken cancellationToken
    )
    {
        await _exploring.WaitAsync(cancellationToken);
        try
        {
            // Another write may have found the form meanwhile.
            IEnumerable<PutForm> forms = _form == refused ? refused.Plainer() : [_form, .. _form.Plainer()];
            foreach (var form in forms)
            {
                try
                {
                    var outcome = await SendAsync(_requests, form, item, condition, cancellationToken);
                    _form = form;
                    return outcome;
                }
                catch (AmazonS3Exception refusal) when (MayBeAboutHeader(refusal)) { }
            }
            return null;
        }
        finally
        {
            _exploring.Release();
        }
    }

    /// <summary>Writes the probe's object without one header after the other, until the store takes it.</summary>
    private async Task FindAskedAsync(
        AmazonS3Exception refusal,
        ObjectToPut item,
        Action<PutObjectRequest>? condition,
        CancellationToken cancellationToken
    )
    {
        var asked = AskedHeader.OfObjects.Where(header => header.IsAsked(_settings)).ToList();
        var suspects = asked.Select(header => (IReadOnlyList<AskedHeader>)[header]);
        foreach (var left in asked.Count > 1 ? suspects.Append(asked) : suspects)
        {
            var plainer = left.Aggregate(_settings, (settings, header) => header.Without(settings));
            try
            {
                await SendAsync(new PutRequests(plainer, _time), _form, item, condition, cancellationToken);
            }
            catch (AmazonS3Exception again) when (MayBeAboutHeader(again))
            {
                continue;
            }
            throw new RefusedHeaderException(left, refusal);
        }
    }

    private async Task<PutOutcome> SendAsync(
        PutRequests requests,
        PutForm form,
        ObjectToPut item,
        Action<PutObjectRequest>? condition,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var request = requests.Create(item, form);
            condition?.Invoke(request);
            try
            {
                await _client.PutObjectAsync(request, cancellationToken);
                _isProved = true;
                return PutOutcome.Stored;
            }
            catch (AmazonS3Exception error)
                when (error.StatusCode == HttpStatusCode.PreconditionFailed && S3ErrorMap.IsOfS3(error))
            {
                _isProved = true;
                return PutOutcome.PreconditionFailed;
            }
            catch (AmazonS3Exception error) when (request.IfMatch is not null && error.ErrorCode == "NoSuchKey")
            {
                return PutOutcome.PreconditionFailed;
            }
            catch (AmazonS3Exception error)
                when (error.StatusCode == HttpStatusCode.Conflict && attempt < ConflictTries)
            {
                // Another write of this key was under way; S3 asks to send it again.
                await Task.Delay(ConflictPause * attempt * (1 + Random.Shared.NextDouble()), _time, cancellationToken);
            }
        }
    }
}
