using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.Kubernetes.Transport;
using k8s.Models;

namespace BillingOperator.Kubernetes.Client;

/// <summary>Reads what a server, or a proxy before it, says when it refuses.</summary>
internal static class ServerRefusal
{
    private const int LongestBody = 64 * 1024;
    private const int LongestMessage = 1024;

    /// <summary>The <c>Status</c> in the body; where there is none, one made of the code and the text.</summary>
    public static async Task<KubernetesException> ReadAsync(
        HttpResponseMessage response,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        var body = await ReadStartAsync(response.Content, cancellationToken).ConfigureAwait(false);
        var status = Parse(response.Content.Headers.ContentType, body) ?? FromText(response, body);
        var asked = status.Details?.RetryAfterSeconds is > 0 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : (TimeSpan?)null;
        return new KubernetesException(response.StatusCode, status)
        {
            RetryAfter = RetryAfter.Of(response, timeProvider) ?? asked,
        };
    }

    private static async Task<ReadOnlyMemory<byte>> ReadStartAsync(
        HttpContent content,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[LongestBody];
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var length = await stream
            .ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return buffer.AsMemory(0, length);
    }

    private static V1Status? Parse(MediaTypeHeaderValue? contentType, ReadOnlyMemory<byte> body)
    {
        if (contentType?.MediaType != "application/json")
        {
            return null;
        }

        try
        {
            var status = JsonSerializer.Deserialize(body.Span, KubernetesJsonContext.Default.V1Status);
            return status?.Status is null ? null : status;
        }
        catch (JsonException)
        {
            // Cut off, or some proxy's own JSON: the text is all there is to tell.
            return null;
        }
    }

    private static V1Status FromText(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, LongestMessage)]).Trim();
        return new V1Status
        {
            Status = "Failure",
            Code = (int)response.StatusCode,
            Reason = response.StatusCode.ToString(),
            Message = text.Length > 0 ? text : response.ReasonPhrase,
        };
    }
}
