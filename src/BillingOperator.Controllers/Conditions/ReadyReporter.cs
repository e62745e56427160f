using BillingOperator.ControllerRuntime.Eventing;
using BillingOperator.ControllerRuntime.Writing;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.Controllers.Conditions;

/// <summary>
/// Tells of each change of an object's Ready, in one line of the log and one Kubernetes Event: whoever looks after it sees
/// what is wrong since when, and what it was before.
/// </summary>
/// <typeparam name="TEntity">The kind: one of which there are few.</typeparam>
internal sealed partial class ReadyReporter<TEntity>(EventPublisher publish, ILogger<ReadyReporter<TEntity>> logger)
    : IStatusObserver<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly string Kind = typeof(TEntity).Name;

    /// <inheritdoc/>
    public void OnWritten(TEntity before, TEntity after)
    {
        if (ReadyChange.Between(before, after) is not { } change)
        {
            return;
        }
        var (reason, message) = (change.Now.Reason, change.Now.Message);
        if (change.IsFault)
        {
            Log.NotReady(logger, Kind, after.Metadata.Name, reason, message);
        }
        else
        {
            Log.Ready(logger, Kind, after.Metadata.Name, change.Now.Status, reason, message);
        }
        publish(after, reason, message, change.EventType);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Kind} {Name}: Ready=False, {Reason}: {Message}")]
        public static partial void NotReady(ILogger logger, string kind, string name, string reason, string message);

        [LoggerMessage(LogLevel.Information, "{Kind} {Name}: Ready={Status}, {Reason}: {Message}")]
        public static partial void Ready(
            ILogger logger,
            string kind,
            string name,
            string status,
            string reason,
            string message
        );
    }
}
