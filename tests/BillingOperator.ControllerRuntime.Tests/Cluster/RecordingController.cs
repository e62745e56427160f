using System.Collections.Concurrent;
using BillingOperator.ControllerRuntime.Controllers;

namespace BillingOperator.ControllerRuntime.Tests.Cluster;

/// <summary>Does what a test says, and remembers what it was called for.</summary>
internal sealed class RecordingController : IEntityController<Widget>
{
    private readonly ConcurrentQueue<Widget> _reconciled = new();
    private readonly ConcurrentQueue<Widget> _deleted = new();

    public Func<Widget, CancellationToken, Task<ReconciliationResult<Widget>>> OnReconcile { get; set; } =
        static (widget, _) => Task.FromResult(ReconciliationResult<Widget>.Success(widget));

    public Func<Widget, CancellationToken, Task<ReconciliationResult<Widget>>> OnDeleted { get; set; } =
        static (widget, _) => Task.FromResult(ReconciliationResult<Widget>.Success(widget));

    public IReadOnlyList<Widget> Reconciled => [.. _reconciled];

    public IReadOnlyList<Widget> Deleted => [.. _deleted];

    public int CallsFor(string name) => _reconciled.Count(widget => widget.Metadata.Name == name);

    public Task<ReconciliationResult<Widget>> ReconcileAsync(Widget entity, CancellationToken cancellationToken)
    {
        _reconciled.Enqueue(entity);
        return OnReconcile(entity, cancellationToken);
    }

    public Task<ReconciliationResult<Widget>> DeletedAsync(Widget entity, CancellationToken cancellationToken)
    {
        _deleted.Enqueue(entity);
        return OnDeleted(entity, cancellationToken);
    }
}
