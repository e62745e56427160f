using System.Threading.Channels;
using BillingOperator.ControllerRuntime.Metrics;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Eventing;

/// <summary>Takes events from controllers and keeps them for the sender; never waits.</summary>
internal sealed class EventRecorder
{
    private const int Capacity = 1000;
    private readonly Channel<Occurrence> _channel;

    /// <summary>Starts empty.</summary>
    public EventRecorder(RuntimeMetrics metrics) =>
        _channel = Channel.CreateBounded<Occurrence>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true },
            _ => metrics.DroppedEvents.Add(1, new KeyValuePair<string, object?>("cause", "overflow"))
        );

    /// <summary>What was taken and not yet sent.</summary>
    public ChannelReader<Occurrence> Taken => _channel.Reader;

    /// <summary>The <see cref="EventPublisher"/>.</summary>
    public Task PublishAsync(
        IKubernetesObject<V1ObjectMeta> entity,
        string reason,
        string message,
        EventType type = EventType.Normal,
        CancellationToken cancellationToken = default
    )
    {
        var regarding = new V1ObjectReference
        {
            ApiVersion = entity.ApiVersion,
            Kind = entity.Kind,
            NamespaceProperty = entity.Namespace(),
            Name = entity.Metadata.Name,
            Uid = entity.Metadata.Uid,
        };
        _channel.Writer.TryWrite(new Occurrence(regarding, EventText.Reason(reason), EventText.Note(message), type));
        return Task.CompletedTask;
    }
}
