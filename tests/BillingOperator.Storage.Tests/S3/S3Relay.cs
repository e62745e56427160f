using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>
/// Stands in front of the S3 server, notes what passes, and answers in its place where a test says so: for stores that
/// behave in another way than this server does.
/// </summary>
public sealed class S3Relay : IDisposable
{
    private static readonly string[] NotForwarded = ["Transfer-Encoding", "Connection", "Content-Length"];

    private readonly HttpListener _listener = new();
    private readonly HttpClient _client = new();
    private readonly Uri _server;

    public S3Relay(Uri server)
    {
        _server = server;
        using (var port = new TcpListener(IPAddress.Loopback, 0))
        {
            port.Start();
            Endpoint = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}";
        }
        _listener.Prefixes.Add($"{Endpoint}/");
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Endpoint { get; }

    /// <summary>What came in, such as <c>PUT /bucket/key</c>, with its headers.</summary>
    public ConcurrentQueue<(string Line, WebHeaderCollection Headers)> Requests { get; } = [];

    /// <summary>Answers in the server's place; <see langword="null"/> to pass a request on.</summary>
    public Func<HttpListenerRequest, Task<S3Answer?>> Answer { get; set; } = _ => Task.FromResult<S3Answer?>(null);

    /// <summary>Changes a request's body on its way.</summary>
    public Func<byte[], byte[]> Body { get; set; } = body => body;

    public int Count(string method) => Requests.Count(request => request.Line.StartsWith(method + " ", default));

    public void Dispose()
    {
        _listener.Close();
        _client.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = HandleAsync(context);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        var request = context.Request;
        Requests.Enqueue(($"{request.HttpMethod} {request.RawUrl}", (WebHeaderCollection)request.Headers));
        using var response = context.Response;
        if (await Answer(request) is { } answer)
        {
            response.StatusCode = answer.Status;
            foreach (var (name, value) in answer.Headers)
            {
                response.Headers[name] = value;
            }
            // The listener ends an empty body twice, and the next answer on the connection would be garbage.
            if (request.HttpMethod != "HEAD" && answer.Body.Length > 0)
            {
                await response.OutputStream.WriteAsync(answer.Body);
            }
            return;
        }
        using var forwarded = await ForwardAsync(request);
        response.StatusCode = (int)forwarded.StatusCode;
        foreach (var (name, values) in forwarded.Headers.Concat(forwarded.Content.Headers))
        {
            if (!NotForwarded.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                response.Headers[name] = string.Join(',', values);
            }
        }
        response.ContentLength64 = request.HttpMethod == "HEAD" ? 0 : forwarded.Content.Headers.ContentLength ?? 0;
        if (request.HttpMethod != "HEAD")
        {
            await forwarded.Content.CopyToAsync(response.OutputStream);
        }
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpListenerRequest request)
    {
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        using var content = new ByteArrayContent(Body(body.ToArray()));
        using var message = new HttpRequestMessage(
            new HttpMethod(request.HttpMethod),
            new Uri(_server, request.RawUrl!)
        );
        if (request.HasEntityBody)
        {
            message.Content = content;
        }
        foreach (var name in request.Headers.AllKeys.OfType<string>().Except(NotForwarded))
        {
            if (!message.Headers.TryAddWithoutValidation(name, request.Headers[name]))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, request.Headers[name]);
            }
        }
        return await _client.SendAsync(message, HttpCompletionOption.ResponseContentRead);
    }
}
