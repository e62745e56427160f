using System.Text.Json.Serialization;
using k8s.Models;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>
/// The built-in kinds that this client reads and writes, without reflection. KubernetesClient's own context names all kinds
/// there are, and would take every one of them into the program.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(VersionInfo))]
[JsonSerializable(typeof(V1ListMeta))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(V1Lease))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1Namespace))]
[JsonSerializable(typeof(Eventsv1Event))]
internal sealed partial class KubernetesJsonContext : JsonSerializerContext;
