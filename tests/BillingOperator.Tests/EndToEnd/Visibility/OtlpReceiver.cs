using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BillingOperator.Tests.EndToEnd.Visibility;

/// <summary>
/// Takes metrics by OTLP (opentelemetry.io: OTLP specification 1), by gRPC or by HTTP with protobuf, and keeps their names.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private const string HttpPath = "/v1/metrics";
    private const string GrpcPath = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    private readonly ConcurrentDictionary<string, bool> _metrics = new();
    private readonly ConcurrentDictionary<string, bool> _services = new();
    private readonly WebApplication _server;

    private OtlpReceiver(bool grpc)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
                kestrel.Listen(
                    IPAddress.Loopback,
                    0,
                    listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1
                )
            );
        _server = builder.Build();
        _server.Run(grpc ? TakeGrpcAsync : TakeHttpAsync);
    }

    /// <summary>The names of the metrics that have arrived.</summary>
    public ICollection<string> Metrics => _metrics.Keys;

    /// <summary>The names of the services that sent them.</summary>
    public ICollection<string> Services => _services.Keys;

    public Uri Endpoint => new(_server.Urls.Single());

    public static async Task<OtlpReceiver> StartAsync(string protocol)
    {
        var receiver = new OtlpReceiver(grpc: protocol == "grpc");
        await receiver._server.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeHttpAsync(HttpContext context)
    {
        if (context.Request is not { Path.Value: HttpPath, ContentType: "application/x-protobuf" })
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        Take(await ReadAsync(context));
        context.Response.ContentType = "application/x-protobuf"; // An empty ExportMetricsServiceResponse has no bytes.
    }

    private async Task TakeGrpcAsync(HttpContext context)
    {
        var isExport = context.Request is { Path.Value: GrpcPath, ContentType: "application/grpc" };
        var frame = await ReadAsync(context);
        if (isExport)
        {
            Take(frame[5..]); // One flag for compression, which is off, and four bytes of length.
        }
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", isExport ? "0" : "12");
    }

    private void Take(ReadOnlyMemory<byte> request)
    {
        foreach (var resourceMetrics in ProtobufFields.Of(request, 1))
        {
            // Before the metrics: whoever sees a metric knows whose it is.
            foreach (var attribute in ProtobufFields.Of(resourceMetrics, 1, 1))
            {
                if (ProtobufFields.Text(attribute, 1) == "service.name")
                {
                    _services[ProtobufFields.Text(attribute, 2, 1)!] = true;
                }
            }
            foreach (var metric in ProtobufFields.Of(resourceMetrics, 2, 2))
            {
                _metrics[ProtobufFields.Text(metric, 1)!] = true;
            }
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}
