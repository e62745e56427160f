using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Tests;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Widget))]
[JsonSerializable(typeof(Gadget))]
public sealed partial class WidgetJsonContext : JsonSerializerContext;
