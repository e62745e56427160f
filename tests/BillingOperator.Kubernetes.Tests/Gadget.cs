using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests;

/// <summary>A kind that no server knows.</summary>
[KubernetesEntity(Group = "test.example", ApiVersion = "v1", Kind = "Gadget", PluralName = "gadgets")]
public sealed record Gadget : CustomKubernetesEntity<WidgetSpec, WidgetStatus>;
