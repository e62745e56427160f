using System.Net;
using Amazon.S3;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Storage.S3;

/// <summary>
/// Writes under conditions: by the conditional headers where the store honours them, and by looking first where it does
/// not. Learns from the first writes which of the two the store takes, and remembers it.
/// </summary>
internal sealed class ConditionalWriter : IDisposable
{
    private const string NobodysETag = "\"00000000000000000000000000000000\"";

    private readonly S3Settings _settings;
    private readonly ConditionalSender _sender;
    private readonly SemaphoreSlim _firstTry = new(1, 1);
    private HeaderSupport _ifNoneMatch;
    private HeaderSupport _ifMatch;

    public ConditionalWriter(AmazonS3Client client, S3Settings settings, TimeProvider time)
    {
        _settings = settings;
        _sender = new ConditionalSender(client, settings, time);
        _ifNoneMatch = _ifMatch =
            settings.ConditionalWrites == ConditionalWrites.Disabled ? HeaderSupport.Unused
            : AwsEndpoint.IsAws(settings) ? HeaderSupport.Honoured
            : HeaderSupport.Unknown;
    }

    private bool IsUntried => _ifNoneMatch == HeaderSupport.Unknown;

    private bool IsRequired => _settings.ConditionalWrites == ConditionalWrites.Required;

    /// <summary>Writes an object if its condition holds.</summary>
    public Task<PutOutcome> PutAsync(ObjectToPut item, CancellationToken cancellationToken) =>
        item.Condition switch
        {
            { IsIfAbsent: true } => PutIfAbsentAsync(item, cancellationToken),
            { MatchETag: { } eTag } => PutIfMatchAsync(item, eTag, cancellationToken),
            _ => _sender.PutAsync(item, cancellationToken),
        };

    public void Dispose()
    {
        _firstTry.Dispose();
        _sender.Dispose();
    }

    private async Task<PutOutcome> PutIfAbsentAsync(ObjectToPut item, CancellationToken cancellationToken)
    {
        if (IsUntried)
        {
            await _firstTry.WaitAsync(cancellationToken);
            try
            {
                if (IsUntried)
                {
                    return await TryIfNoneMatchAsync(item, cancellationToken);
                }
            }
            finally
            {
                _firstTry.Release();
            }
        }
        return _ifNoneMatch == HeaderSupport.Honoured
            ? await PutIfNoneMatchAsync(item, cancellationToken)
            : await _sender.LookAndPutAsync(item, eTag: null, cancellationToken);
    }

    /// <summary>The first conditional write shows what the store makes of the header.</summary>
    private async Task<PutOutcome> TryIfNoneMatchAsync(ObjectToPut item, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await PutIfNoneMatchAsync(item, cancellationToken);
            // The object is there now: a store that honours the header refuses the same write.
            if (
                outcome == PutOutcome.PreconditionFailed
                || await PutIfNoneMatchAsync(item, cancellationToken) == PutOutcome.PreconditionFailed
            )
            {
                _ifNoneMatch = HeaderSupport.Honoured;
                return outcome;
            }
            ThrowWhereRequired("ignores", answer: null);
            _ifNoneMatch = _ifMatch = HeaderSupport.Unused;
            return outcome;
        }
        catch (AmazonS3Exception error) when (IsRequired && item.Condition.MayRepeat && _sender.MayBeAboutHeader(error))
        {
            // The probe may be written over itself: where it can be without the header, that one is refused.
            await _sender.PutAsync(item, cancellationToken);
            ThrowWhereRequired("refuses", error);
        }
        catch (AmazonS3Exception error) when (MayRefuseHeader(error))
        {
            ThrowWhereRequired("refuses", error);
        }
        // When the fault was not in the header, this fails too, and nothing is remembered.
        var fallback = await _sender.LookAndPutAsync(item, eTag: null, cancellationToken);
        _ifNoneMatch = HeaderSupport.Unused;
        return fallback;
    }

    private async Task<PutOutcome> PutIfMatchAsync(ObjectToPut item, string eTag, CancellationToken cancellationToken)
    {
        switch (_ifMatch)
        {
            case HeaderSupport.Honoured:
                return await _sender.PutIfMatchAsync(item, eTag, cancellationToken);
            case HeaderSupport.HonouredWithoutQuotes:
                return await _sender.PutIfMatchAsync(item, eTag.Trim('"'), cancellationToken);
            case HeaderSupport.Unused:
                return await _sender.LookAndPutAsync(item, eTag, cancellationToken);
            default:
                return await TryIfMatchAsync(item, eTag, cancellationToken);
        }
    }

    /// <summary>Writes under a match that the store may ignore, or honour in its own way only.</summary>
    private async Task<PutOutcome> TryIfMatchAsync(ObjectToPut item, string eTag, CancellationToken cancellationToken)
    {
        // A store that ignores the header would write over what another has written.
        if (await _sender.IsRefusedAsync(item, eTag, cancellationToken))
        {
            return PutOutcome.PreconditionFailed;
        }
        try
        {
            if (await _sender.PutIfMatchAsync(item, eTag, cancellationToken) == PutOutcome.Stored)
            {
                return await LearnIfMatchAsync(item, cancellationToken);
            }
            if (await _sender.IsRefusedAsync(item, eTag, cancellationToken))
            {
                return PutOutcome.PreconditionFailed;
            }
            if (await _sender.PutIfMatchAsync(item, eTag.Trim('"'), cancellationToken) == PutOutcome.Stored)
            {
                _ifMatch = HeaderSupport.HonouredWithoutQuotes;
                return PutOutcome.Stored;
            }
        }
        catch (AmazonS3Exception error)
            when (MayRefuseHeader(error) || (error.StatusCode == HttpStatusCode.Forbidden && !IsRequired))
        {
            ThrowWhereRequired("refuses", error);
        }
        ThrowWhereRequired("refuses", answer: null);
        // When the fault was not in the header, this fails too, and nothing is remembered.
        var outcome = await _sender.LookAndPutAsync(item, eTag, cancellationToken);
        _ifMatch = HeaderSupport.Unused;
        return outcome;
    }

    /// <summary>After a match was written: a store that honours the header refuses the same under another ETag.</summary>
    private async Task<PutOutcome> LearnIfMatchAsync(ObjectToPut item, CancellationToken cancellationToken)
    {
        if (await _sender.PutIfMatchAsync(item, NobodysETag, cancellationToken) == PutOutcome.PreconditionFailed)
        {
            _ifMatch = HeaderSupport.Honoured;
            return PutOutcome.Stored;
        }
        ThrowWhereRequired("ignores", answer: null);
        _ifMatch = HeaderSupport.Unused;
        return PutOutcome.Stored;
    }

    // Where the condition itself may be what is refused, that is looked at first.
    private Task<PutOutcome> PutIfNoneMatchAsync(ObjectToPut item, CancellationToken cancellationToken) =>
        _sender.PutIfNoneMatchAsync(item, namesFault: _ifNoneMatch == HeaderSupport.Honoured, cancellationToken);

    private bool MayRefuseHeader(AmazonS3Exception error) =>
        _sender.MayBeAboutHeader(error)
        && (!IsRequired || error.StatusCode == HttpStatusCode.NotImplemented || NamesHeader(error));

    private static bool NamesHeader(AmazonS3Exception error) =>
        $"{error.Message} {error.ResponseBody}".Contains("If-", StringComparison.OrdinalIgnoreCase);

    private void ThrowWhereRequired(string verb, AmazonS3Exception? answer)
    {
        if (IsRequired)
        {
            throw new ObjectStoreException(
                ObjectStoreFailure.ConditionalWritesUnsupported,
                $"{_settings.Endpoint ?? "the store"} {verb} conditional writes; "
                    + "set spec.s3.conditionalWrites to Auto or Disabled, or use a store that has them"
                    + (answer is null ? "" : $" ({answer.Message})"),
                answer
            );
        }
    }
}
