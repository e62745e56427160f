using System.IO.Pipelines;

namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>Sends what was written only while the connection is not frozen.</summary>
internal sealed class FreezablePipeWriter(PipeWriter inner, Func<Task> passAsync) : PipeWriter
{
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        await passAsync();
        return await inner.FlushAsync(cancellationToken);
    }

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
