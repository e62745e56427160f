using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using BillingOperator.Kubernetes.Transport;

namespace BillingOperator.Kubernetes.Client;

/// <summary>Sends requests to one API server and reads its answers; knows no kinds of objects.</summary>
internal sealed class ApiConnection(
    Uri server,
    HttpMessageHandler handler,
    TimeSpan requestTimeout,
    TimeProvider timeProvider
) : IDisposable
{
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
    private static readonly ProductInfoHeaderValue UserAgent = new("billing-operator", Version());
    private readonly HttpMessageInvoker _invoker = new(handler);
    private readonly string _server = server.AbsoluteUri.TrimEnd('/');

    /// <summary>Sends a request, and returns with the headers of the answer.</summary>
    /// <exception cref="KubernetesException">The answer is not one of success.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string pathAndQuery,
        HttpContent? content,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, _server + pathAndQuery)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Accept.Add(Json);
        request.Headers.UserAgent.Add(UserAgent);
        var response = await _invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await WithinTimeAsync(
                    request,
                    token => ServerRefusal.ReadAsync(response, timeProvider, token),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>Reads a whole answer as JSON.</summary>
    public async Task<T> ReadAsync<T>(
        HttpResponseMessage response,
        Func<Stream, CancellationToken, Task<T>> decode,
        CancellationToken cancellationToken
    )
    {
        var request = response.RequestMessage!;
        try
        {
            return await WithinTimeAsync(
                    request,
                    async token =>
                    {
                        var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
                        return await decode(body, token).ConfigureAwait(false);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw new HttpRequestException(
                HttpRequestError.InvalidResponse,
                $"{request.Method} {request.RequestUri}: the answer is no {typeof(T).Name}: {e.Message}",
                e
            );
        }
    }

    /// <summary>Reads an answer to its end, so that its connection can be used again.</summary>
    public Task DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        WithinTimeAsync(
            response.RequestMessage!,
            async token =>
            {
                await response.Content.CopyToAsync(Stream.Null, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken
        );

    public void Dispose() => _invoker.Dispose();

    private async Task<T> WithinTimeAsync<T>(
        HttpRequestMessage request,
        Func<CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        using var limit = new TimeLimit(requestTimeout, timeProvider, cancellationToken);
        try
        {
            return await read(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsExceeded)
        {
            throw TimeoutHandler.NoAnswer(request, requestTimeout, e);
        }
    }

    private static string Version() => typeof(ApiConnection).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
