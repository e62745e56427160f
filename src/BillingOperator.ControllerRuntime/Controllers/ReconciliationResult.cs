using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Controllers;

/// <summary>What a controller says at the end of a reconcile.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public sealed record ReconciliationResult<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private ReconciliationResult(TEntity entity, ReconciliationOutcome outcome)
    {
        Entity = entity;
        Outcome = outcome;
    }

    /// <summary>The object that was looked at.</summary>
    public TEntity Entity { get; }

    /// <summary>How it ended.</summary>
    public ReconciliationOutcome Outcome { get; }

    /// <summary>What went wrong, for people; <see langword="null"/> on success.</summary>
    public string? Message { get; private init; }

    /// <summary>The exception behind <see cref="Message"/>, if there was one.</summary>
    public Exception? Error { get; private init; }

    /// <summary>When to look again; <see langword="null"/> for not before a change, or by backoff after a failure.</summary>
    public TimeSpan? RequeueAfter { get; private init; }

    /// <summary>All is as it should be.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="requeueAfter">Looks again after this time even if nothing changes.</param>
    public static ReconciliationResult<TEntity> Success(TEntity entity, TimeSpan? requeueAfter = null) =>
        new(entity, ReconciliationOutcome.Success) { RequeueAfter = requeueAfter };

    /// <summary>It did not work. Retried for ever: after the given time, or by the object's own exponential backoff.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="message">What went wrong, for people.</param>
    /// <param name="error">The exception behind it.</param>
    /// <param name="requeueAfter">When to try again; <see langword="null"/> for 5 ms·2ⁿ up to 1,000 s.</param>
    public static ReconciliationResult<TEntity> Failure(
        TEntity entity,
        string message,
        Exception? error = null,
        TimeSpan? requeueAfter = null
    ) =>
        new(entity, ReconciliationOutcome.Failure)
        {
            Message = message,
            Error = error,
            RequeueAfter = requeueAfter,
        };

    /// <summary>It cannot work before the object changes, so it is not retried.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="message">What is wrong with the object, for people.</param>
    public static ReconciliationResult<TEntity> Terminal(TEntity entity, string message) =>
        new(entity, ReconciliationOutcome.Terminal) { Message = message };
}
