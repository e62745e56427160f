namespace BillingOperator.Kubernetes.Yaml;

/// <summary>A part of a document.</summary>
/// <param name="Spot">Where it stands: a field where its name does.</param>
/// <param name="Node">What tells it from the other parts; one that is repeated by an alias keeps it.</param>
public readonly record struct YamlPlace(YamlSpot Spot, int Node);
