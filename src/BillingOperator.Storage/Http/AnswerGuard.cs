using System.Text;

namespace BillingOperator.Storage.Http;

/// <summary>
/// Tells S3's answers from those of whatever else stands at the endpoint (a login page, a firewall, a gateway), and keeps
/// from the SDK what it would take at its word: redirects, dates, and ETags as if they were MD5 sums.
/// </summary>
internal sealed class AnswerGuard(HttpMessageHandler inner, LastWord lastWord) : DelegatingHandler(inner)
{
    /// <summary>Header that is put on a refusal which is not S3's: the first words of it.</summary>
    public const string ForeignMark = "x-billing-foreign-answer";

    /// <summary>Header that carries the ETag of an object that is read.</summary>
    /// <remarks>The SDK compares a body with its ETag as an MD5, which it need not be.</remarks>
    public const string ETagMark = "x-amz-meta-billing-etag";

    private const string ETag = "ETag";
    private const string BucketRegion = "x-amz-bucket-region";
    private const string RequestId = "x-amz-request-id";
    private const int LongestRefusal = 64 * 1024;

    private static readonly HashSet<string> Passed = new(StringComparer.OrdinalIgnoreCase)
    {
        ETag,
        BucketRegion,
        RequestId,
        "x-amz-id-2",
    };

    private static readonly HashSet<string> PassedOfContent = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Length",
        "Content-Type",
    };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await GuardAsync(request, await AskAsync(request, cancellationToken), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            lastWord.Note(fault);
            throw;
        }
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException fault) when (fault.InnerException is IOException cause)
        {
            var unanswered = new UnansweredException(fault.HttpRequestError, cause);
            throw new HttpRequestException(fault.HttpRequestError, fault.Message, unanswered);
        }
    }

    private async Task<HttpResponseMessage> GuardAsync(
        HttpRequestMessage request,
        HttpResponseMessage answer,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await (
                answer.IsSuccessStatusCode
                    ? ProveAsync(request, answer, cancellationToken)
                    : JudgeAsync(request, answer, cancellationToken)
            );
            Strip(request, answer);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async Task ProveAsync(
        HttpRequestMessage request,
        HttpResponseMessage answer,
        CancellationToken cancellationToken
    )
    {
        var isHtml = answer.Content.Headers.ContentType?.MediaType == "text/html";
        if (
            (request.Method == HttpMethod.Put || IsRead(request))
            && (!answer.Headers.NonValidated.Contains(ETag) || (isHtml && !answer.Headers.Contains(RequestId)))
        )
        {
            var body = await ReadAsync(answer, cancellationToken);
            throw new ForeignAnswerException((int)answer.StatusCode, AnswerWords.Of(body));
        }
        lastWord.Clear();
    }

    private async Task JudgeAsync(
        HttpRequestMessage request,
        HttpResponseMessage answer,
        CancellationToken cancellationToken
    )
    {
        var body = await ReadAsync(answer, cancellationToken);
        var isOfS3 = IsError(body) || request.Method == HttpMethod.Head;
        if ((int)answer.StatusCode is >= 300 and < 400)
        {
            if (!answer.Headers.Contains(BucketRegion) && !IsError(body))
            {
                throw new RedirectedException((int)answer.StatusCode, LocationOf(answer));
            }
            lastWord.Note((int)answer.StatusCode, body);
        }
        else if (!isOfS3)
        {
            var words = AnswerWords.Of(body);
            answer.Headers.TryAddWithoutValidation(ForeignMark, Convert.ToBase64String(Encoding.UTF8.GetBytes(words)));
            lastWord.Note(new ForeignAnswerException((int)answer.StatusCode, words));
        }
        else
        {
            lastWord.Note((int)answer.StatusCode, body);
        }
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = answer.Content.Headers.ContentType;
        answer.Content.Dispose();
        answer.Content = content;
    }

    private static bool IsRead(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get
        && request.RequestUri?.Query.Contains("list-type=2", StringComparison.Ordinal) != true;

    private static bool IsError(ReadOnlySpan<byte> body) =>
        body.IndexOf("<Error"u8) >= 0 && body.IndexOf("<Code>"u8) >= 0;

    private static string LocationOf(HttpResponseMessage answer) =>
        answer.Headers.NonValidated.TryGetValues("Location", out var locations)
            ? locations.ToString().Split('?', '#')[0]
            : "";

    private static async Task<byte[]> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LongestRefusal];
        return buffer[
            ..await body.ReadAtLeastAsync(buffer, LongestRefusal, throwOnEndOfStream: false, cancellationToken)
        ];
    }

    private static void Strip(HttpRequestMessage request, HttpResponseMessage answer)
    {
        if (IsRead(request) && answer.Headers.NonValidated.TryGetValues(ETag, out var eTags))
        {
            answer.Headers.Remove(ETag);
            answer.Headers.TryAddWithoutValidation(ETagMark, eTags.ToString());
        }
        var extra = answer.Headers.NonValidated.Select(header => header.Key);
        foreach (
            var name in extra.Where(name => !Passed.Contains(name) && name is not (ForeignMark or ETagMark)).ToList()
        )
        {
            answer.Headers.Remove(name);
        }
        var extraOfContent = answer.Content.Headers.NonValidated.Select(header => header.Key);
        foreach (var name in extraOfContent.Where(name => !PassedOfContent.Contains(name)).ToList())
        {
            answer.Content.Headers.Remove(name);
        }
    }
}
