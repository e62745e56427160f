using System.Text.Json.Serialization;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api;

/// <summary>How the three kinds are read and written as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Tenant))]
[JsonSerializable(typeof(EntityList<Tenant>))]
[JsonSerializable(typeof(BillingServerSettings))]
[JsonSerializable(typeof(EntityList<BillingServerSettings>))]
[JsonSerializable(typeof(BillingEvent))]
[JsonSerializable(typeof(EntityList<BillingEvent>))]
public sealed partial class BillingJsonContext : JsonSerializerContext;
