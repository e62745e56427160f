using System.IO.Pipelines;

namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>Hands on what was received only while the connection is not frozen.</summary>
internal sealed class FreezablePipeReader(PipeReader inner, Func<Task> passAsync) : PipeReader
{
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await inner.ReadAsync(cancellationToken);
        await passAsync();
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return passAsync().IsCompleted && inner.TryRead(out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
        inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
