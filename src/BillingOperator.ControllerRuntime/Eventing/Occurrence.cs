using k8s.Models;

namespace BillingOperator.ControllerRuntime.Eventing;

/// <summary>Something that happened once. Occurrences with equal values repeat each other.</summary>
/// <param name="Regarding">The object, without its resource version: it differs from time to time.</param>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Note">The sentence for people.</param>
/// <param name="Type">What kind of news it is.</param>
internal sealed record Occurrence(V1ObjectReference Regarding, string Reason, string Note, EventType Type);
