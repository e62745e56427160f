using YamlDotNet.Core;

namespace BillingOperator.Manifests;

/// <summary>A text is YAML, but none that Kubernetes reads.</summary>
/// <param name="start">Where it begins.</param>
/// <param name="end">Where it ends.</param>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class NoManifestException(Mark start, Mark end, string message) : YamlException(start, end, message);
