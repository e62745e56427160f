using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>What stands in a store's place, and what stores and gateways answer in ways of their own.</summary>
public static partial class StoreFaults
{
    /// <summary>The page of a login or of a firewall, whatever is asked.</summary>
    public static Fault Html(HttpStatusCode status) =>
        exchange =>
            exchange.AnswerAsync(
                status,
                "text/html; charset=utf-8",
                "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please sign in.</body></html>"
            );

    /// <summary>A status and nothing else.</summary>
    public static Fault Empty(HttpStatusCode status) => exchange => exchange.AnswerAsync(status, null, "");

    /// <summary>Sends the caller elsewhere.</summary>
    public static Fault Redirect(HttpStatusCode status, string location) =>
        exchange => exchange.AnswerAsync(status, null, "", location: location);

    /// <summary>The answer's body comes without its length, in chunks.</summary>
    public static Fault Chunked() =>
        async exchange =>
        {
            using var answer = await exchange.SendAsync();
            answer.Content.Headers.Remove("Content-Length");
            await exchange.CopyAsync(answer);
        };

    /// <summary>ETags have the form of an MD5 and are none, as where a bucket's default encryption is SSE-KMS.</summary>
    public static Fault OtherETags() =>
        async exchange =>
        {
            using var answer = await exchange.SendAsync();
            if (answer.Headers.TryGetValues("ETag", out var eTags))
            {
                var other = Hex().Replace(eTags.Single(), Reverse);
                answer.Headers.Remove("ETag");
                answer.Headers.TryAddWithoutValidation("ETag", other);
            }
            if (answer.Content.Headers.ContentType?.MediaType == "application/xml")
            {
                var body = await answer.Content.ReadAsStringAsync(exchange.Aborted);
                Replace(answer, Encoding.UTF8.GetBytes(ListedETag().Replace(body, Reverse)));
            }
            await exchange.CopyAsync(answer);
        };

    /// <summary>The answer is shorter than the object, and says so: nothing breaks off.</summary>
    public static Fault Shortened() =>
        async exchange =>
        {
            using var answer = await exchange.SendAsync();
            var body = await answer.Content.ReadAsByteArrayAsync(exchange.Aborted);
            Replace(answer, body[..(body.Length / 2)]);
            await exchange.CopyAsync(answer);
        };

    /// <summary>Requests with a header are refused by S3's own error document, as by a store that does not have it.</summary>
    public static Fault Refuse(string header, HttpStatusCode status, string code) =>
        exchange =>
            exchange.Header(header) is null
                ? exchange.ForwardAsync()
                : Faults.S3Error(status, code, message: "A header that you provided is not implemented")(exchange);

    private static void Replace(HttpResponseMessage answer, byte[] body)
    {
        var type = answer.Content.Headers.ContentType;
        answer.Content.Dispose();
        answer.Content = new ByteArrayContent(body) { Headers = { ContentType = type, ContentLength = body.Length } };
    }

    private static string Reverse(Match match) => new([.. match.Value.Reverse()]);

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Hex();

    [GeneratedRegex("(?<=<ETag>[^<]*)[0-9a-f]{32}")]
    private static partial Regex ListedETag();
}
