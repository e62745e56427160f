using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Eventing;

/// <summary>
/// Reports something that happened to an object as a Kubernetes event. Returns at once and never throws: events are sent
/// in the background, repetitions as one series, and dropped where there are too many.
/// </summary>
/// <param name="entity">The object that it is about.</param>
/// <param name="reason">Why, in one CamelCase word; at most 128 characters.</param>
/// <param name="message">The sentence for people; cut to 1,024 bytes.</param>
/// <param name="type">What kind of news it is.</param>
/// <param name="cancellationToken">Not waited for.</param>
public delegate Task EventPublisher(
    IKubernetesObject<V1ObjectMeta> entity,
    string reason,
    string message,
    EventType type = EventType.Normal,
    CancellationToken cancellationToken = default
);
