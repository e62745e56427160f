using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Tests.Cluster;

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
                  spec: {type: object, properties: {color: {type: string}}}
                  status:
                    type: object
                    properties:
                      observedGeneration: {type: integer, format: int64}
                      seen: {type: string}
                      parts: {type: array, items: {type: string}}
        """;

    public static Widget Named(string @namespace, string name, string color = "blue") =>
        new()
        {
            ApiVersion = "test.example/v1",
            Kind = "Widget",
            Metadata = new() { NamespaceProperty = @namespace, Name = name },
            Spec = new() { Color = color },
        };
}
