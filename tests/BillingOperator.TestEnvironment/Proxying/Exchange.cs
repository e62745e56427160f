using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>One request at the proxy, and the server's answer to it.</summary>
public sealed class Exchange
{
    private static readonly HashSet<string> HopByHopHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection",
        "Expect",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Transfer-Encoding",
        "Upgrade",
    };

    private readonly HttpContext _context;
    private readonly Uri _server;
    private readonly HttpMessageInvoker _client;

    internal Exchange(HttpContext context, Uri server, HttpMessageInvoker client)
    {
        _context = context;
        _server = server;
        _client = client;
    }

    /// <summary>Cancelled when the caller has gone, or the proxy stops.</summary>
    public CancellationToken Aborted => _context.RequestAborted;

    /// <summary>A header of the request; <see langword="null"/> where it has none of this name.</summary>
    public string? Header(string name) => _context.Request.Headers[name];

    /// <summary>Breaks the caller's connection (HTTP/1.1) or stream (HTTP/2).</summary>
    public void Abort() => _context.Abort();

    /// <summary>Answers without asking the server.</summary>
    public async Task AnswerAsync(
        HttpStatusCode status,
        string? contentType,
        string body,
        TimeSpan? retryAfter = null,
        string? location = null
    )
    {
        _context.Response.StatusCode = (int)status;
        _context.Response.ContentType = contentType;
        if (location is not null)
        {
            _context.Response.Headers.Location = location;
        }

        if (retryAfter is { } delay)
        {
            _context.Response.Headers.RetryAfter = $"{delay.TotalSeconds:0}";
        }

        await _context.Response.WriteAsync(body, Aborted);
    }

    /// <summary>Sends the request on, its signed parts untouched: method, target, host, headers, body.</summary>
    public async Task<HttpResponseMessage> SendAsync()
    {
        using var request = new HttpRequestMessage(new HttpMethod(_context.Request.Method), Target())
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (_context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            request.Content = new StreamContent(_context.Request.Body);
        }

        foreach (var (name, values) in _context.Request.Headers.Where(header => !HopByHopHeaders.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                // Content-Type and the like may be signed even where there is no body.
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        return await _client.SendAsync(request, Aborted);
    }

    /// <summary>Sends the request on and the answer back, part by part as it comes.</summary>
    public async Task ForwardAsync()
    {
        using var answer = await SendAsync();
        await CopyAsync(answer);
    }

    /// <summary>Passes on the answer's head and its body, or no more of that than <paramref name="limit" /> bytes.</summary>
    /// <param name="answer">The server's answer.</param>
    /// <param name="limit">The number of bytes after which to stop.</param>
    /// <param name="partSize">The most bytes to pass on at once.</param>
    /// <param name="pause">The time to wait before each part.</param>
    public async Task CopyAsync(
        HttpResponseMessage answer,
        long limit = long.MaxValue,
        int partSize = 65_536,
        TimeSpan pause = default
    )
    {
        _context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!HopByHopHeaders.Contains(name))
            {
                _context.Response.Headers.Append(name, values.ToArray());
            }
        }

        // A watch may have nothing to say for a long time, but its head comes at once.
        await _context.Response.Body.FlushAsync(Aborted);
        await using var body = await answer.Content.ReadAsStreamAsync(Aborted);
        var buffer = new byte[partSize];
        while (
            limit > 0
            && await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(partSize, limit)), Aborted) is > 0 and var read
        )
        {
            await Task.Delay(pause, TimeProvider.System, Aborted);
            await _context.Response.Body.WriteAsync(buffer.AsMemory(0, read), Aborted);
            await _context.Response.Body.FlushAsync(Aborted);
            limit -= read;
        }
    }

    private Uri Target()
    {
        // A signature covers the target as it was sent; Uri would unescape and shorten it.
        var asSent = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var target = _context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return new Uri(_server.GetLeftPart(UriPartial.Authority) + target, asSent);
    }
}
