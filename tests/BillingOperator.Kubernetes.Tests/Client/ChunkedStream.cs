namespace BillingOperator.Kubernetes.Tests.Client;

/// <summary>Hands out bytes in pieces of given sizes, over and over, as a network may.</summary>
internal sealed class ChunkedStream(byte[] bytes, IReadOnlyList<int> sizes) : MemoryStream(bytes, writable: false)
{
    private int _reads;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var size = Math.Min(sizes[_reads++ % sizes.Count], buffer.Length);
        return base.ReadAsync(buffer[..size], cancellationToken);
    }
}
