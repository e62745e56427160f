namespace BillingOperator.Kubernetes.Yaml;

/// <summary>Where something stands in a file.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Written">What is written there, for a scalar.</param>
public readonly record struct YamlSpot(int Line, int Column, string? Written = null);
