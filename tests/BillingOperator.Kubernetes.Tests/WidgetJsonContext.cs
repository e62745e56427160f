using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Kubernetes.Tests;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Widget))]
[JsonSerializable(typeof(EntityList<Widget>))]
[JsonSerializable(typeof(Gadget))]
public sealed partial class WidgetJsonContext : JsonSerializerContext;
