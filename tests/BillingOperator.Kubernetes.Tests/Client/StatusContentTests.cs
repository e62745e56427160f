using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Client;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Client;

public sealed class StatusContentTests
{
    [Fact]
    public async Task A_large_status_is_sent_in_one_piece_and_blocks_no_thread()
    {
        var widget = new Widget
        {
            Metadata = new V1ObjectMeta { Name = "w" },
            Status = new WidgetStatus { Note = new string('x', 100_000) },
        };
        using var content = new StatusContent<Widget>(
            widget,
            (JsonTypeInfo<Widget>)EntityJson.Options([WidgetJsonContext.Default]).GetTypeInfo(typeof(Widget))
        );
        using var wire = new AsynchronousStream();

        await content.CopyToAsync(wire);

        wire.Writes.Should().Be(1);
        content.Headers.ContentLength.Should().Be(wire.Length);
        using var sent = JsonDocument.Parse(wire.ToArray());
        sent.RootElement.GetProperty("status").GetProperty("note").GetString().Should().HaveLength(100_000);
    }

    /// <summary>Takes what is written without blocking, as the stream of a request ought to be written.</summary>
    private sealed class AsynchronousStream : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("blocks");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException("blocks");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Writes++;
            base.Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            base.Write(buffer.ToArray(), 0, buffer.Length);
            return ValueTask.CompletedTask;
        }
    }
}
