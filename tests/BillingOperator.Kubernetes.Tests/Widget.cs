using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Kubernetes.Tests;

/// <summary>A custom resource with a status, and nothing to do with billing.</summary>
[KubernetesEntity(Group = "test.example", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
public sealed record Widget : CustomKubernetesEntity<WidgetSpec, WidgetStatus>
{
    public const string Crd = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.test.example}
        spec:
          group: test.example
          scope: Namespaced
          names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: {type: object, properties: {size: {type: integer}}}
                  status:
                    type: object
                    properties:
                      phase: {type: string}
                      note: {type: string}
                      conditions:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [type]
                        items:
                          type: object
                          required: [type, status, lastTransitionTime, reason, message]
                          properties:
                            type: {type: string}
                            status: {type: string}
                            observedGeneration: {type: integer}
                            lastTransitionTime: {type: string, format: date-time}
                            reason: {type: string}
                            message: {type: string}
        """;
}

public sealed record WidgetSpec
{
    public int? Size { get; init; }
}

public sealed record WidgetStatus
{
    public string? Phase { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<V1Condition>? Conditions { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Widget))]
[JsonSerializable(typeof(EntityList<Widget>))]
public sealed partial class WidgetJsonContext : JsonSerializerContext;

/// <summary>A kind that no server knows.</summary>
[KubernetesEntity(Group = "test.example", ApiVersion = "v1", Kind = "Gadget", PluralName = "gadgets")]
public sealed record Gadget : CustomKubernetesEntity<WidgetSpec, WidgetStatus>;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Gadget))]
public sealed partial class GadgetJsonContext : JsonSerializerContext;
